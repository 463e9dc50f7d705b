#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include <simulation/world.h>

#include "dice.h"
#include "networks.h"

namespace sekisho::simulation {

enum class Gender { male, female };

/// Indexes into World's lists: who is over 60, in the middle, under 30.
enum class Generation { old, middle, young };

struct FullName {
  NamePart surname;
  NamePart given;        ///< empty for a foreigner, whose whole name is one part
  bool foreign = false;  ///< written in katakana, or in Latin letters

  [[nodiscard]] std::string written() const;
  [[nodiscard]] std::string kana() const;
  /// As on a card: `HANAKO YAMADA`
  [[nodiscard]] std::string romaji() const;
  /// In lower case without spaces, as it can stand in a mailbox: `hanako` and `yamada`, or all in one.
  [[nodiscard]] std::string mail_given() const;
  [[nodiscard]] std::string mail_surname() const;
};

/// Somewhere to live or to deliver to, before anybody spells it.
struct Place {
  Town town;
  int chome = 0;  ///< 0: the town has none
  int ban = 1;
  int go = 0;            ///< 0: the lot has no further number
  std::string building;  ///< empty: a house
  std::string room;      ///< `304`; empty in a house
};

struct Device {
  std::string id;  ///< the vendor's cookie; empty when the browser keeps none
  std::string user_agent;
  bool phone = true;
};

/// How somebody fills in a chat form: what input they have and what their hands can do.
struct Hand {
  enum class Input {
    typed,     ///< by hand, every field
    autofill,  ///< the browser fills what it knows, at once
    sheet,     ///< copied from a list, one field after the other
    script,    ///< a program puts the answers in
    replay,    ///< a program plays one recorded person's rhythm again
  };

  Input input = Input::typed;
  double key_ms = 260;           ///< median for one character
  double key_spread = 0.35;      ///< sigma of its lognormal
  double think_ms = 2200;        ///< median before the first key
  double edits_per_field = 0.2;  ///< corrections while typing
  double step_back = 0.03;       ///< probability of answering a question again
  double distraction = 0.05;     ///< probability of a pause of minutes somewhere
  bool tells_paste = true;       ///< a script may fake key strokes: then nothing counts as pasted
  std::uint64_t rhythm = 0;      ///< replay: the recording
  double rhythm_jitter = 0.03;   ///< replay: relative
};

struct PaymentCard {
  std::string bin;
  std::string last4;
  std::string holder;
  std::string token;
};

/// How somebody writes things down, always the same way.
struct Spelling {
  int address_style = 0;  ///< see address_writing.h
  int phone_style = 0;
  int name_style = 0;     ///< 0: a space between, 1: none, 2: an ideographic space
  bool hiragana = false;  ///< the reading in hiragana
};

struct Person {
  std::string id;
  FullName name;
  Gender gender = Gender::female;
  int birth_year = 1990;
  std::string birth_date;  ///< YYYY-MM-DD
  std::string phone;       ///< national digits, 09012345678
  std::string email;
  Place home;
  Device device;
  Line home_line;
  Line mobile_line;
  double on_mobile = 0.5;  ///< probability of shopping over the mobile line
  Hand hand;
  Spelling spelling;
  std::optional<PaymentCard> card;
};

/// `2001:…` or `1.2.3.4` that the shop sees when this person shops now.
[[nodiscard]] std::string address_now(const Person& person, Dice& dice);

[[nodiscard]] FullName draw_name(const World& world, Gender gender, Generation generation, Dice& dice);
[[nodiscard]] FullName draw_foreign_name(const World& world, Dice& dice);
[[nodiscard]] Place draw_house(const World& world, Dice& dice);
/// A building with rooms; the place's own room is one of them.
[[nodiscard]] Place draw_apartment(const World& world, Dice& dice);
/// Another room that a building of this kind would have.
[[nodiscard]] std::string draw_room(Dice& dice);
[[nodiscard]] std::string draw_mobile_number(Dice& dice);
[[nodiscard]] std::string draw_fixed_number(std::string_view prefecture, Dice& dice);
[[nodiscard]] std::string draw_mailbox(const FullName& name, int birth_year, Generation generation,
                                       Dice& dice);
[[nodiscard]] Device draw_device(bool phone, Dice& dice);
[[nodiscard]] Hand draw_hand(Generation generation, bool phone, Dice& dice);
/// A card of a Japanese issuer on that name.
[[nodiscard]] PaymentCard draw_card(std::string holder, Dice& dice);
[[nodiscard]] Generation generation_of(int birth_year);

/// An honest adult with all of the above. The caller gives the id.
[[nodiscard]] Person draw_person(const World& world, Dice& dice);
[[nodiscard]] Person draw_person(const World& world, Generation generation, Dice& dice);

}  // namespace sekisho::simulation
