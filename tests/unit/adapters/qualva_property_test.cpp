// Whatever comes in, the answer is an event, or an error whose pointers lead into the document that came.

#include <random>
#include <string>
#include <string_view>
#include <vector>

#include <adapters/adapter.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "samples.h"

namespace sekisho::adapters {
namespace {

using Json = nlohmann::ordered_json;
using Dice = std::mt19937_64;

std::size_t roll(Dice& dice, std::size_t sides) {
  return std::uniform_int_distribution<std::size_t>{0, sides - 1}(dice);
}

/// True when the pointer leads to a value, or to a member that is missing in an object which is there.
bool leads_into(const Json& body, const std::string& text) {
  const Json::json_pointer pointer{text};  // throws when it is none
  return body.contains(pointer) || (!pointer.empty() && body.contains(pointer.parent_pointer()) &&
                                    body.at(pointer.parent_pointer()).is_object());
}

void expect_event_or_error(Adapter& adapter, const std::string& body) {
  const auto event = adapter.read(body);
  if (event) {
    EXPECT_FALSE(event->merchant_id.empty()) << body;
    return;
  }
  const Error& error = event.error();
  EXPECT_THAT(error.kind, testing::AnyOf(ErrorKind::malformed, ErrorKind::invalid)) << body;
  EXPECT_FALSE(error.faults.empty()) << body;
  EXPECT_LE(error.faults.size(), 32U) << body;
  const Json document = Json::parse(body, nullptr, false);
  for (const Fault& fault : error.faults) {
    if (error.kind == ErrorKind::invalid) EXPECT_TRUE(leads_into(document, fault.pointer)) << fault.pointer;
    EXPECT_FALSE(fault.detail.empty());
  }
}

Json random_value(Dice& dice, int depth) {
  static const std::vector<Json> scalars = {nullptr,
                                            true,
                                            false,
                                            0,
                                            -1,
                                            980,
                                            1.5,
                                            1e300,
                                            "",
                                            "x",
                                            "bot",
                                            "日本",
                                            "a/b~c",
                                            "2026-11-23T10:02:11Z",
                                            "4111 1111 1111 1111",
                                            INT64_MAX,
                                            INT64_MIN,
                                            UINT64_MAX};
  static const std::vector<std::string> names = {"type",
                                                 "data",
                                                 "at",
                                                 "",
                                                 "a/b~c",
                                                 "名前",
                                                 "items",
                                                 "total",
                                                 "from",
                                                 "4111111111111111",
                                                 "text",
                                                 "card",
                                                 "conversation_id"};
  const std::size_t kind = depth == 0 ? 0 : roll(dice, 4);
  if (kind < 2) return scalars[roll(dice, scalars.size())];
  Json value = kind == 2 ? Json::array() : Json::object();
  for (std::size_t i = roll(dice, 5); i > 0; --i) {
    if (value.is_array()) {
      value.push_back(random_value(dice, depth - 1));
    } else {
      value[names[roll(dice, names.size())]] = random_value(dice, depth - 1);
    }
  }
  return value;
}

/// Replaces, removes or adds one value somewhere in the document.
void mutate(Json& value, Dice& dice) {
  if (!value.is_structured() || value.empty() || roll(dice, 6) == 0) {
    value = random_value(dice, 3);
    return;
  }
  auto member = value.begin();
  std::advance(member, static_cast<std::ptrdiff_t>(roll(dice, value.size())));
  if (roll(dice, 12) == 0) {
    value.erase(member);
  } else {
    mutate(*member, dice);
  }
}

TEST(QualvaProperty, AnswersRandomDocuments) {
  Dice dice{20261123};
  const auto adapter = make_adapter("qualva");
  for (int i = 0; i < 5'000; ++i)
    expect_event_or_error(*adapter, random_value(dice, 5).dump());
}

TEST(QualvaProperty, AnswersSamplesWithSomeValuesChanged) {
  Dice dice{1};
  const auto adapter = make_adapter("qualva");
  for (const std::string& name : sample_names()) {
    for (int i = 0; i < 200; ++i) {
      Json body = sample_json(name);
      for (std::size_t n = roll(dice, 4) + 1; n > 0 && body.is_object(); --n)
        mutate(body, dice);
      expect_event_or_error(*adapter, body.dump());
    }
  }
}

TEST(QualvaProperty, AnswersSamplesWithSomeBytesChanged) {
  Dice dice{2};
  const auto adapter = make_adapter("qualva");
  for (const std::string& name : sample_names()) {
    const std::string original = sample(name);
    for (int i = 0; i < 200; ++i) {
      std::string body = original;
      for (std::size_t n = roll(dice, 3) + 1; n > 0; --n)
        body[roll(dice, body.size())] = static_cast<char>(roll(dice, 256));
      const auto event = adapter->read(body);
      if (!event) EXPECT_FALSE(event.error().faults.empty());
    }
  }
}

TEST(QualvaProperty, AnswersEveryPrefixOfASample) {
  const auto adapter = make_adapter("qualva");
  const std::string body = sample("09-order-amended-upsell.json");
  ASSERT_TRUE(adapter->read(body));
  const std::size_t end = body.find_last_of('}');
  for (std::size_t size = 0; size <= end; ++size) {
    const auto event = adapter->read(std::string_view{body}.substr(0, size));
    ASSERT_FALSE(event) << size;
    EXPECT_EQ(event.error().kind, ErrorKind::malformed) << size;
  }
}

}  // namespace
}  // namespace sekisho::adapters
