#include "reference_files.h"

#include <array>
#include <map>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "vocabulary.h"

namespace sekisho::simulation {
namespace {

/// How much of the world such data cover, and how often they err.
constexpr double phones_covered = 0.72;
constexpr double phones_wrong = 0.015;
constexpr double vacancies_covered = 0.7;
constexpr double forwarders_covered = 0.75;
constexpr double newly_let_still_listed = 0.5;

std::string_view text_of(PhoneTruth truth) {
  constexpr std::array<std::string_view, 4> texts{"reachable", "unreachable", "unassigned", "moved"};
  return texts[static_cast<std::size_t>(truth)];
}

std::string_view as_listed(PhoneTruth truth, Dice& dice) {
  if (dice.chance(0.02)) return "unknown";
  if (dice.chance(phones_wrong)) return truth == PhoneTruth::reachable ? "unreachable" : "reachable";
  return text_of(truth);
}

std::string checked_on(const Stage& stage, Dice& dice) {
  return day_of(stage.span.from - days_long(dice.between(1.0, 120.0)));
}

std::string phone_rows(const Stage& stage, Dice& dice) {
  // By number, so that neighbours in the table tell nothing of who used them.
  std::map<std::string, std::string> rows;
  for (const auto& [digits, truth] : stage.phones()) {
    if (!dice.chance(phones_covered)) continue;
    rows[digits] = fmt::format("{},{},{}\n", digits, as_listed(truth, dice), checked_on(stage, dice));
  }
  const std::size_t others = stage.phones().size();
  constexpr std::array<double, 4> weights{82, 7, 8, 3};
  for (std::size_t i = 0; i < others; ++i) {
    const std::string digits = draw_mobile_number(dice);
    const auto truth = static_cast<PhoneTruth>(dice.weighted(weights));
    rows.try_emplace(digits, fmt::format("{},{},{}\n", digits, text_of(truth), checked_on(stage, dice)));
  }
  std::string text = "phone,status,checked_on\n";
  for (const auto& [digits, row] : rows)
    text += row;
  return text;
}

std::string vacancy_row(const Stage& stage, const VacantRoom& room, Dice& dice) {
  const WrittenAddress written = write_address(room.place, static_cast<int>(dice.index(5)));
  const std::string from = day_of(stage.span.from - days_long(dice.between(5.0, 200.0)));
  std::string until;
  if (room.taken && !dice.chance(newly_let_still_listed))
    until = day_of(stage.span.from - days_long(dice.between(0.0, 4.0)));
  return fmt::format("{},{},{},{},{},{},{}\n", written.postal_code, written.prefecture, written.address,
                     room.place.building, room.place.room, from, until);
}

std::string vacancy_rows(const Stage& stage, Dice& dice) {
  std::string text = "postal_code,prefecture,address,building,room,vacant_from,vacant_until\n";
  for (const VacantRoom& room : stage.vacant()) {
    if (dice.chance(vacancies_covered)) text += vacancy_row(stage, room, dice);
  }
  const std::size_t others = 200 + stage.visits().size() / 5;
  for (std::size_t i = 0; i < others; ++i)
    text += vacancy_row(stage, {draw_apartment(stage.world, dice), dice.chance(0.3)}, dice);
  return text;
}

std::string forwarder_row(const ForwardingAddress& known, Dice& dice) {
  const WrittenAddress written = write_address(known.place, static_cast<int>(dice.index(5)));
  return fmt::format("{},{},{},{},{}\n", written.postal_code, written.prefecture, written.address,
                     known.place.building, known.kind);
}

std::string forwarder_rows(const Stage& stage, Dice& dice) {
  std::string text = "postal_code,prefecture,address,building,kind\n";
  for (const ForwardingAddress& known : stage.forwarders()) {
    if (dice.chance(forwarders_covered)) text += forwarder_row(known, dice);
  }
  constexpr std::array<std::string_view, 3> kinds{"forwarder", "warehouse", "weekly_apartment"};
  for (int i = 0; i < 60; ++i) {
    const std::size_t kind = dice.index(kinds.size());
    const auto words = kind < 2 ? vocabulary::warehouse_names() : vocabulary::weekly_mansion_names();
    Place place = draw_house(stage.world, dice);
    place.building = replaced(std::string{dice.pick(words)}, "%", place.town.town);
    text += forwarder_row({place, kinds[kind]}, dice);
  }
  return text;
}

}  // namespace

ReferenceFiles reference_files_of(const Stage& stage, Dice& dice) {
  ReferenceFiles files;
  files.phone_reachability = phone_rows(stage, dice);
  files.vacancies = vacancy_rows(stage, dice);
  files.forwarders = forwarder_rows(stage, dice);
  return files;
}

}  // namespace sekisho::simulation
