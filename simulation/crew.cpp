#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "fraud.h"
#include "vocabulary.h"

namespace sekisho::simulation {
namespace {

/// More care buys better means: the weights of the cheap ones fall with it, those of the dear ones rise.
template <class Means, std::size_t Count>
Means choose(const std::array<std::pair<Means, std::pair<double, double>>, Count>& table, double care,
             Dice& dice) {
  std::array<double, Count> weights{};
  for (std::size_t i = 0; i < Count; ++i) {
    const auto& [careless, careful] = table[i].second;
    weights[i] = careless + (careful - careless) * care;
  }
  return table[dice.weighted(weights)].first;
}

using Phones = Crew::Phones;
using Mail = Crew::Mail;
using Lines = Crew::Lines;
using Devices = Crew::Devices;
using Input = Hand::Input;

constexpr std::array phone_means{std::pair{Phones::sims, std::pair{15.0, 55.0}},
                                 std::pair{Phones::ip_numbers, std::pair{35.0, 25.0}},
                                 std::pair{Phones::invented, std::pair{50.0, 20.0}}};
constexpr std::array mail_means{
    std::pair{Mail::throwaway, std::pair{30.0, 5.0}}, std::pair{Mail::aliases, std::pair{25.0, 12.0}},
    std::pair{Mail::numbered, std::pair{30.0, 18.0}}, std::pair{Mail::bulk, std::pair{10.0, 45.0}},
    std::pair{Mail::catch_all, std::pair{5.0, 20.0}}};
constexpr std::array line_means{
    std::pair{Lines::home, std::pair{40.0, 5.0}}, std::pair{Lines::mobile, std::pair{15.0, 35.0}},
    std::pair{Lines::hosting, std::pair{25.0, 10.0}}, std::pair{Lines::vpn, std::pair{18.0, 20.0}},
    std::pair{Lines::proxies, std::pair{2.0, 30.0}}};
constexpr std::array device_means{std::pair{Devices::one, std::pair{40.0, 5.0}},
                                  std::pair{Devices::fresh_cookie, std::pair{50.0, 50.0}},
                                  std::pair{Devices::farm, std::pair{10.0, 45.0}}};
constexpr std::array input_means{
    std::pair{Input::typed, std::pair{15.0, 25.0}}, std::pair{Input::sheet, std::pair{50.0, 30.0}},
    std::pair{Input::script, std::pair{30.0, 20.0}}, std::pair{Input::replay, std::pair{5.0, 25.0}}};

/// Few are wholly careless, few spare no effort: the mean of two throws.
double draw_care(Dice& dice) {
  const double first = dice.unit();
  return (first + dice.unit()) / 2;
}

std::string dotted(const std::string& stem, Dice& dice) {
  std::string text;
  for (std::size_t i = 0; i < stem.size(); ++i) {
    if (i > 0 && dice.chance(0.3)) text += '.';
    text += stem[i];
  }
  return text;
}

Person draw_self(Stage& stage, Dice& dice) {
  Person self = draw_person(stage.world, dice.chance(0.5) ? Generation::middle : Generation::young, dice);
  self.id = stage.new_person_id();
  if (self.device.id.empty()) self.device.id = "d-" + dice.hex(12);
  return self;
}

PhoneTruth truth_of_invented(Dice& dice) {
  // Numbers made up by hand meet a stranger's phone as often as not.
  constexpr std::array<double, 3> weights{45, 20, 35};
  constexpr std::array truths{PhoneTruth::unassigned, PhoneTruth::unreachable, PhoneTruth::reachable};
  return truths[dice.weighted(weights)];
}

}  // namespace

Crew::Crew(Stage& stage, Dice& dice)
    : self_(draw_self(stage, dice)), care_(draw_care(dice)), device_(self_.device) {
  phones = choose(phone_means, care_, dice);
  mail = choose(mail_means, care_, dice);
  lines = choose(line_means, care_, dice);
  devices = choose(device_means, care_, dice);
  hand = practised_hand(choose(input_means, care_, dice), care_, dice);
  mail_stem_ = dice.chance(0.5) ? self_.name.given.romaji + dice.letters(2)
                                : std::string{dice.pick(vocabulary::mail_words())} + dice.letters(2);
  mail_domain_ =
      mail == Mail::aliases ? "gmail.com"
      : mail == Mail::catch_all
          ? fmt::format("{}-{}.{}", dice.pick(vocabulary::mail_words()), dice.letters(4),
                        dice.pick(std::to_array<std::string_view>({"com", "net", "xyz", "site", "jp"})))
      : mail == Mail::throwaway ? std::string{dice.pick(vocabulary::throwaway_mail())}
                                : std::string{dice.pick(vocabulary::free_mail())};
  // NOLINTNEXTLINE(cppcoreguidelines-prefer-member-initializer): the dice are thrown in this order
  mail_number_ = static_cast<int>(dice.between(std::int64_t{1}, 40));
  if (hand.input != Input::typed) device_.user_agent = dice.pick(vocabulary::driven_browsers());
  server_ = draw_line(stage.world, lines == Lines::vpn ? NetworkRole::vpn : NetworkRole::hosting, dice);
}

std::string Crew::next_phone(Stage& stage, Dice& dice) {
  switch (phones) {
    case Phones::own:
      stage.note_phone(self_.phone, PhoneTruth::reachable);
      return self_.phone;
    case Phones::sims: {
      // Cards are bought by the dozen, with numbers next to each other, and used several times.
      if (!sims_.empty() && (sims_.size() > 12 || dice.chance(0.35))) return dice.pick(sims_);
      const std::string head =
          sims_.empty() ? draw_mobile_number(dice).substr(0, 8) : sims_.front().substr(0, 8);
      sims_.push_back(head + dice.digits(3));
      stage.note_phone(sims_.back(), dice.chance(0.8) ? PhoneTruth::reachable : PhoneTruth::unreachable);
      return sims_.back();
    }
    case Phones::ip_numbers: {
      std::string number = fmt::format("050{}{}", dice.between(std::int64_t{1}, 6), dice.digits(7));
      stage.note_phone(number, dice.chance(0.75) ? PhoneTruth::reachable : PhoneTruth::unreachable);
      return number;
    }
    case Phones::invented:
      break;
  }
  std::string number = draw_mobile_number(dice);
  stage.note_phone(number, truth_of_invented(dice));
  return number;
}

std::string Crew::next_mailbox(const FullName& name, int birth_year, Dice& dice) {
  switch (mail) {
    case Mail::own:
      return self_.email;
    case Mail::throwaway:
      return fmt::format("{}{}@{}", dice.chance(0.5) ? name.mail_given() : dice.letters(4), dice.digits(4),
                         mail_domain_);
    case Mail::aliases:
      return dice.chance(0.55)
                 ? fmt::format("{}+{}@{}", mail_stem_, dice.chance(0.5) ? dice.digits(2) : dice.letters(3),
                               mail_domain_)
                 : fmt::format("{}@{}", dotted(mail_stem_, dice), mail_domain_);
    case Mail::numbered:
      mail_number_ += static_cast<int>(dice.between(std::int64_t{1}, 3));
      return fmt::format("{}{:03}@{}", mail_stem_, mail_number_, mail_domain_);
    case Mail::bulk:
      return fmt::format("{}{}{}@{}", name.mail_given(), name.mail_surname(), dice.digits(4), mail_domain_);
    case Mail::catch_all:
      break;
  }
  return fmt::format("{}.{}{}@{}", name.mail_given(), name.mail_surname(), birth_year % 100, mail_domain_);
}

std::string Crew::next_address(const World& world, Dice& dice) {
  switch (lines) {
    case Lines::home:
      return address_of(self_.home_line, 1);
    case Lines::mobile:
      // Flight mode on and off again, every few orders.
      if (dice.chance(0.6)) self_.mobile_line = another_line(self_.mobile_line, dice);
      return address_of(self_.mobile_line, 1);
    case Lines::hosting:
      return address_of(server_, 1);
    case Lines::vpn:
      if (dice.chance(0.3))
        server_ = draw_line(world, dice.chance(0.1) ? NetworkRole::tor : NetworkRole::vpn, dice);
      return address_of(server_, 1);
    case Lines::proxies:
      break;
  }
  return address_of(draw_line(world, NetworkRole::home, dice), dice.index(1000));
}

Device Crew::next_device(Dice& dice) {
  if (devices == Devices::one) return device_;
  Device device = device_;
  device.id = dice.chance(0.1) ? std::string{} : "d-" + dice.hex(12);
  if (devices == Devices::farm) {
    device.phone = dice.chance(0.7);
    device.user_agent =
        dice.pick(device.phone ? vocabulary::phone_browsers() : vocabulary::desktop_browsers());
  }
  return device;
}

Hand practised_hand(Hand::Input input, double care, Dice& dice) {
  Hand hand;
  hand.input = input;
  hand.key_ms = dice.lognormal(130.0 + 90.0 * care, 0.2);
  hand.think_ms =
      dice.lognormal(input == Input::script ? 500.0 + 1500.0 * care : 1300.0 + 900.0 * care, 0.25);
  hand.edits_per_field = input == Input::typed ? 0.12 : 0.02;
  hand.step_back = 0.005;
  hand.distraction = input == Input::typed ? 0.03 : 0;
  // Setting values without a paste, or sending key strokes one by one, takes a better program.
  hand.tells_paste = input == Input::sheet || !dice.chance(0.15 + 0.6 * care);
  hand.rhythm = seed_for(dice.index(1'000'000'000), "rhythm", 0);
  hand.rhythm_jitter = 0.01 + 0.12 * care;
  return hand;
}

Visit visit_as(Stage& stage, Crew& crew, const Person& mask, std::size_t shop, Basket basket, Timestamp at,
               Dice& dice) {
  Visit visit = visit_of(stage, mask, shop, basket, at, dice);
  visit.truth.person = crew.id();
  visit.buyer.phone = write_phone(crew.next_phone(stage, dice), crew.self().spelling.phone_style);
  visit.buyer.email = crew.next_mailbox(mask.name, mask.birth_year, dice);
  visit.visitor.ip = crew.next_address(stage.world, dice);
  const Device device = crew.next_device(dice);
  visit.visitor.device_id = device.id;
  visit.visitor.user_agent = device.user_agent;
  visit.visitor.language = "ja";
  visit.hand = crew.hand;
  if (visit.visitor.affiliate) visit.since_click = seconds_long(dice.lognormal(60, 0.6));
  return visit;
}

void reveal(Visit& visit, std::string_view outcome, std::string_view pattern, double low, double high,
            double never, Dice& dice) {
  visit.truth.outcome = outcome;
  visit.truth.pattern = pattern;
  visit.truth.look_alikes.clear();
  visit.truth.known_after = visit.at + days_long(dice.between(low, high));
  if (dice.chance(never)) visit.truth.known_after.reset();
}

Timestamp begin_scheme(const Stage& stage, double days, Dice& dice) {
  const int room = std::max(1, stage.span.days - static_cast<int>(days));
  // By day as a job like others, or when nobody in the shop looks.
  return shopping_time({stage.span.from, room}, dice.chance(0.4) ? Rhythm::night : Rhythm::day, dice);
}

std::int64_t scheme_size(const Stage& stage, std::int64_t least, std::int64_t most, Dice& dice) {
  const auto share = static_cast<std::int64_t>(stage.fraud_quota() / 16);
  return std::max(least, std::min(dice.between(least, most), share));
}

}  // namespace sekisho::simulation
