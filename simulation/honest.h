#pragma once

#include <span>

#include "stage.h"

namespace sekisho::simulation {

/// Every kind of honest story; the first is the ordinary one.
[[nodiscard]] std::span<const Kind> honest_kinds();

/// A new honest person with an id.
[[nodiscard]] Person new_customer(Stage& stage, Dice& dice);
[[nodiscard]] Person new_customer(Stage& stage, Generation generation, Dice& dice);
/// What a new customer mostly comes for.
[[nodiscard]] Basket draw_basket(Dice& dice);
/// Hands an honest order to the stage, with what ordinary life adds: an upsell taken, a change of mind, a
/// visit that led to nothing. `look_alike` may be empty.
void order_honestly(Stage& stage, const Person& person, Visit visit, std::string_view look_alike, Dice& dice);

// Stories, by what makes them look odd.
// The person: honest_people.cpp
void ordinary(Stage& stage, Dice& dice);
void autofill(Stage& stage, Dice& dice);
void slow_typist(Stage& stage, Dice& dice);
void older_person(Stage& stage, Dice& dice);
void assisted(Stage& stage, Dice& dice);
void night_shift(Stage& stage, Dice& dice);
void foreigner(Stage& stage, Dice& dice);
void business(Stage& stage, Dice& dice);
void variant_kanji(Stage& stage, Dice& dice);
void private_relay(Stage& stage, Dice& dice);
// Many together: honest_groups.cpp
void carrier_nat(Stage& stage, Dice& dice);
void family(Stage& stage, Dice& dice);
void apartment(Stage& stage, Dice& dice);
void dormitory(Stage& stage, Dice& dice);
void office(Stage& stage, Dice& dice);
void campaign(Stage& stage, Dice& dice);
// A situation in life: honest_situations.cpp
void gift(Stage& stage, Dice& dice);
void mover(Stage& stage, Dice& dice);
void marriage(Stage& stage, Dice& dice);
void reused_phone(Stage& stage, Dice& dice);
void repeat_customer(Stage& stage, Dice& dice);
void temporary_stay(Stage& stage, Dice& dice);
void postal_typo(Stage& stage, Dice& dice);

}  // namespace sekisho::simulation
