#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include <adapters/adapter.h>
#include <domain/crypto.h>
#include <domain/event.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <simulation/population.h>

#include "world.h"

namespace sekisho::simulation::testing {
namespace {

using nlohmann::json;

/// Everything that a population tells, in one text.
std::string whole(const Population& population) {
  std::string text = label_header();
  for (std::size_t i = 0; i < population.size(); ++i)
    text += population.event(i).body + "\n";
  for (const Label& label : population.labels())
    text += label_row(label);
  const ReferenceFiles files = population.reference_files();
  return text + files.phone_reachability + files.vacancies + files.forwarders;
}

/// FNV-1a: enough to see one byte change.
std::uint64_t fingerprint(const std::string& text) {
  std::uint64_t hash = 0xcbf29ce484222325U;
  for (const char c : text)
    hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
  return hash;
}

std::set<std::string> kinds_in(const std::vector<Label>& labels) {
  std::set<std::string> kinds;
  for (const Label& label : labels) {
    std::string rest = label.look_alike;
    while (!rest.empty()) {
      const std::size_t end = std::min(rest.find(';'), rest.size());
      kinds.insert(rest.substr(0, end));
      rest.erase(0, end + 1);
    }
  }
  return kinds;
}

std::vector<json> completed(const Population& population) {
  std::vector<json> events;
  for (std::size_t i = 0; i < population.size(); ++i) {
    const SimulatedEvent event = population.event(i);
    if (event.label) events.push_back(json::parse(event.body));
  }
  return events;
}

TEST(Population, IsTheSameForTheSameSeedAndAnotherForAnother) {
  const std::string first = whole(simulated(parameters(5, 400, 0.1)));
  EXPECT_EQ(first, whole(simulated(parameters(5, 400, 0.1))));
  EXPECT_NE(first, whole(simulated(parameters(6, 400, 0.1))));
}

TEST(Population, IsTheSameInEveryBuild) {
  // Of the bytes that this version makes: other compilers, flags and machines must come to the same ones. A
  // change of a story or a table changes it.
  EXPECT_EQ(fingerprint(whole(simulated(parameters(1, 300, 0.2)))), 18212385582145542287U);
}

TEST(Population, WritesAnEventTheSameHoweverOftenAndInWhateverOrder) {
  const Population population = simulated(parameters(2, 100, 0.1));
  const std::string last = population.event(population.size() - 1).body;
  const std::string first = population.event(0).body;
  EXPECT_EQ(population.event(population.size() - 1).body, last);
  EXPECT_EQ(population.event(0).body, first);
}

TEST(Population, HasExactlyTheOrdersAndTheShareOfFraudThatWereAskedFor) {
  for (const double rate : {0.0, 0.05, 0.5, 1.0}) {
    const Population population = simulated(parameters(3, 600, rate));
    ASSERT_EQ(population.labels().size(), 600U);
    const auto fraud =
        std::ranges::count_if(population.labels(), [](const Label& l) { return l.outcome != "legitimate"; });
    EXPECT_EQ(fraud, static_cast<std::ptrdiff_t>(600 * rate)) << rate;
  }
}

TEST(Population, HoldsEveryPatternAndEveryLookAlike) {
  const Population population = simulated(parameters(4, 4000, 0.1));
  std::set<std::string_view> patterns;
  for (const Label& label : population.labels())
    patterns.insert(label.pattern);
  for (const std::string_view pattern : fraud_patterns())
    EXPECT_TRUE(patterns.contains(pattern)) << pattern;
  const auto kinds = kinds_in(population.labels());
  for (const std::string_view kind : look_alike_kinds())
    EXPECT_TRUE(kinds.contains(std::string{kind})) << kind;
}

TEST(Population, HasNoRoundOfShopsWhereThereIsOne) {
  Parameters of = parameters(4, 1500, 0.2);
  of.merchants = {MerchantId{"demo"}};
  const Population population = simulated(of);
  for (const Label& label : population.labels())
    EXPECT_NE(label.pattern, "resale_round");
}

TEST(Population, TellsItsEventsInOrderOfTimeAndEachConversationsInOrder) {
  const Population population = simulated(parameters(5, 800, 0.1));
  std::map<std::string, bool> completed_already;
  Timestamp before = population.event(0).at;
  for (std::size_t i = 0; i < population.size(); ++i) {
    const SimulatedEvent event = population.event(i);
    EXPECT_LE(before, event.at);
    before = event.at;
    const json body = json::parse(event.body);
    EXPECT_EQ(parse_rfc3339(body.at("timestamp").get<std::string>()), event.at);
    bool& done = completed_already[event.conversation_id.str()];
    const std::string type = body.at("type");
    EXPECT_EQ(done, type == "order.amended" || type == "order.cancelled") << event.body;
    done = done || event.label.has_value();
  }
}

TEST(Population, IsReadByTheAdapterToTheLastEvent) {
  // The adapter refuses card numbers wherever they stand, so none is in there.
  const Population population = simulated(parameters(6, 3000, 0.1));
  const auto adapter = adapters::make_adapter("qualva");
  std::map<std::string, int> types;
  for (std::size_t i = 0; i < population.size(); ++i) {
    const SimulatedEvent event = population.event(i);
    const auto read = adapter->read(event.body);
    ASSERT_TRUE(read) << event.body << "\n" << read.error().detail;
    EXPECT_EQ(read->merchant_id, event.merchant_id);
    ++types[std::string{type_of(*read)}];
  }
  for (const char* type : {"conversation.updated", "conversation.completed", "conversation.abandoned",
                           "order.amended", "order.cancelled"})
    EXPECT_GT(types[type], 0) << type;
}

TEST(Population, TimesAChatAsHandsDo) {
  const Population population = simulated(parameters(7, 500, 0.2));
  for (const json& event : completed(population)) {
    std::string before;
    for (const json& line : event.at("data").at("messages")) {
      const std::string at = line.at("at");
      EXPECT_LE(before, at);
      if (line.at("from") == "visitor") {
        const auto gap = *parse_rfc3339(at) - *parse_rfc3339(before);
        EXPECT_LE(line.at("typing_ms").get<std::int64_t>(), gap.count() + 1) << line;
      }
      before = at;
    }
    EXPECT_LT(before, event.at("timestamp").get<std::string>());
  }
}

TEST(Population, LearnsOutcomesAfterTheOrder) {
  const Population population = simulated(parameters(8, 1000, 0.2));
  for (const Label& label : population.labels()) {
    if (label.known_after) EXPECT_GT(*label.known_after, label.timestamp);
  }
}

TEST(Population, GivesOnePersonOneIdAcrossSpellings) {
  const Population population = simulated(parameters(9, 3000, 0.2));
  std::map<std::string, std::set<std::string>> spellings;
  const auto events = completed(population);
  for (std::size_t i = 0; i < events.size(); ++i) {
    const Label& label = population.labels()[i];
    if (label.pattern != "resale_multi_account") continue;
    spellings[label.person].insert(events[i].at("data").at("answers").at("address").get<std::string>());
  }
  ASSERT_FALSE(spellings.empty());
  EXPECT_TRUE(std::ranges::any_of(spellings, [](const auto& entry) { return entry.second.size() > 2; }));
}

TEST(Population, BringsReferenceDataInTheColumnsOfTheImport) {
  const Population population = simulated(parameters(10, 3000, 0.2));
  const std::string phones = population.reference_files().phone_reachability;
  EXPECT_TRUE(phones.starts_with("phone,status,checked_on\n"));
  for (const char* status : {",reachable,", ",unreachable,", ",unassigned,", ",moved,", ",unknown,"})
    EXPECT_NE(phones.find(status), std::string::npos) << status;
  EXPECT_TRUE(population.reference_files().vacancies.starts_with(
      "postal_code,prefecture,address,building,room,vacant_from,vacant_until\n"));
  EXPECT_TRUE(
      population.reference_files().forwarders.starts_with("postal_code,prefecture,address,building,kind\n"));
}

TEST(Population, SaysWhichParameterIsOutOfRange) {
  const auto error_of = [](Parameters wrong) {
    const auto population = Population::simulate(wrong, shipped_world());
    return population ? std::string{"simulated"} : population.error().detail;
  };
  EXPECT_EQ(error_of(parameters(1, 0, 0.1)), "--orders must be 1 or more");
  EXPECT_EQ(error_of(parameters(1, 10, 1.5)), "--fraud-rate must be a share from 0 to 1");
  Parameters no_days = parameters(1, 10, 0.1);
  no_days.days = 0;
  EXPECT_EQ(error_of(no_days), "--days must be 1 or more");
}

TEST(World, NamesTheRowThatIsNotOfItsTable) {
  WorldTexts texts = shipped_texts();
  texts.networks = "#head\nhome\tx\tJP\t10.0.0.0/8\t1\nhome\tx\tJP\t10.0.0/8\t1\n";
  const auto world = World::load(texts);
  ASSERT_FALSE(world);
  EXPECT_EQ(world.error().detail, "simulation-networks.tsv:3: not a row of this table");
}

}  // namespace
}  // namespace sekisho::simulation::testing
