#include <algorithm>
#include <optional>
#include <tuple>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "json/object_reader.h"
#include "model/scorecard.h"
#include "signals/signal.h"

namespace sekisho::scoring {
namespace {

using Json = nlohmann::json;

bool is_numeric(const SignalDefinition& signal) {
  return signal.type == SignalType::integer || signal.type == SignalType::number;
}

/// Reads one condition and checks that it fits its signal.
class ConditionReader {
 public:
  ConditionReader(const Json& value, const std::string& pointer, const SignalDefinition& signal,
                  std::vector<Fault>& faults)
      : reader_(value, pointer, faults), signal_(signal), members_(value.is_object() ? value.size() : 0) {}

  std::optional<Condition> read() {
    const Json* at_least = reader_.find("at_least");
    const Json* below = reader_.find("below");
    if (at_least != nullptr || below != nullptr) return range(at_least, below);
    if (const Json* equals = reader_.find("equals")) return one_of("equals", Json::array({*equals}));
    if (const Json* values = reader_.find("one_of")) return one_of("one_of", *values);
    if (const Json* other = reader_.find("not")) return other_than(*other);
    if (const Json* flag = reader_.find("is")) return is_flag(*flag);
    if (const Json* missing = reader_.find("missing")) return is_missing(*missing);
    reader_.fault_of_all("needs one of at_least, below, equals, one_of, not, is, missing");
    return std::nullopt;
  }

 private:
  std::optional<Condition> range(const Json* at_least, const Json* below) {
    InRange range;
    for (const auto& [name, end, to] :
         {std::tuple{"at_least", at_least, &range.at_least}, std::tuple{"below", below, &range.below}}) {
      if (end == nullptr) continue;
      if (!is_numeric(signal_) || !end->is_number()) return refuse(name, "is for numbers");
      *to = end->get<double>();
    }
    if (range.at_least && range.below && *range.at_least >= *range.below)
      return refuse("below", "leaves no number");
    return alone(range, at_least != nullptr && below != nullptr ? 2 : 1);
  }

  std::optional<Condition> one_of(const char* name, const Json& values) {
    OneOf condition;
    if (signal_.type != SignalType::text || !values.is_array()) return refuse(name, "is for texts");
    for (const Json& value : values) {
      if (!value.is_string() || !is_value_of(signal_, value.get_ref<const std::string&>())) {
        return refuse(name, "is not a value of this signal");
      }
      condition.values.push_back(value.get<std::string>());
    }
    return alone(std::move(condition), 1);
  }

  std::optional<Condition> other_than(const Json& value) {
    if (signal_.type != SignalType::text || !value.is_string()) return refuse("not", "is for texts");
    return alone(OtherThan{value.get<std::string>()}, 1);
  }

  std::optional<Condition> is_flag(const Json& value) {
    if (signal_.type != SignalType::boolean || !value.is_boolean())
      return refuse("is", "is for true or false");
    return alone(IsFlag{value.get<bool>()}, 1);
  }

  std::optional<Condition> is_missing(const Json& value) {
    if (value != true) return refuse("missing", "can only be true");
    return alone(IsMissing{}, 1);
  }

  std::optional<Condition> alone(Condition condition, std::size_t members) {
    if (members_ == members) return condition;
    reader_.fault_of_all("has more than one condition");
    return std::nullopt;
  }

  std::optional<Condition> refuse(std::string_view name, std::string detail) {
    reader_.fault(name, std::move(detail));
    return std::nullopt;
  }

  ObjectReader reader_;
  const SignalDefinition& signal_;
  std::size_t members_;
};

}  // namespace

/// Fills a Scorecard from its document, and gathers the faults.
class ScorecardReader {
 public:
  explicit ScorecardReader(const Json& document) : document_(document) {}

  Result<Scorecard> read() {
    ObjectReader top(document_, "", faults_);
    card_.name_ = top.required_text("model").value_or("");
    card_.base_ = tenths(top, "base", 0, 1000);
    if (const Json* words = top.find("words")) read_words(*words);
    if (const Json* bounds = top.required("bounds")) card_.bounds_ = read_word(*bounds, "/bounds");
    if (const Json* lines = top.required_array("characteristics")) {
      for (std::size_t i = 0; i < lines->size(); ++i)
        read_line((*lines)[i], fmt::format("/characteristics/{}", i));
    }
    top.refuse_others();
    if (!faults_.empty()) return fail(ErrorKind::invalid, "the scorecard is not usable", std::move(faults_));
    return std::move(card_);
  }

 private:
  Tenths tenths(ObjectReader& object, std::string_view name, Tenths low, Tenths high) {
    const Json* value = object.required(name);
    if (value == nullptr) return 0;
    const auto points = read_tenths(*value);
    if (points && *points >= low && *points <= high) return *points;
    object.fault(name, "must be a number with at most one decimal, in its range");
    return 0;
  }

  Word read_word(const Json& value, const std::string& pointer) {
    ObjectReader object(value, pointer, faults_);
    Word word{.ja = object.required_text("ja").value_or(""), .en = object.required_text("en").value_or("")};
    object.refuse_others();
    return word;
  }

  void read_words(const Json& words) {
    ObjectReader object(words, "/words", faults_);
    if (!words.is_object()) return;
    for (const auto& [name, word] : words.items()) {
      card_.words_.emplace(name, read_word(word, object.pointer_to(name)));
    }
  }

  void read_line(const Json& value, const std::string& pointer) {
    ObjectReader object(value, pointer, faults_);
    const std::string name = object.required_text("signal").value_or("");
    const auto signal = signal_index(name);
    if (!name.empty() && !signal) object.fault("signal", "is not in the registry of signals");
    Characteristic line;
    line.points = tenths(object, "points", -2000, 2000);
    line.code = object.required_text("code").value_or("");
    line.ja = object.required_text("ja").value_or("");
    line.en = object.required_text("en").value_or("");
    std::ignore = object.required_text("why");
    const Json* when = object.required("when");
    object.refuse_others();
    if (!signal || when == nullptr) return;

    line.signal = *signal;
    const SignalDefinition& definition = signal_table()[*signal].definition;
    check_template(object, "ja", line.ja, definition);
    check_template(object, "en", line.en, definition);
    auto condition = ConditionReader(*when, pointer + "/when", definition, faults_).read();
    if (!condition) return;
    line.condition = std::move(*condition);
    card_.characteristics_.push_back(std::move(line));
  }

  static void check_template(ObjectReader& object, std::string_view name, std::string_view text,
                             const SignalDefinition& definition) {
    if (text.empty()) return;  // reported already
    if (const auto fault = template_fault(text, definition)) object.fault(name, *fault);
  }

  const Json& document_;
  std::vector<Fault> faults_;
  Scorecard card_;
};

Result<Scorecard> Scorecard::parse(std::string_view json) {
  const auto document = parse_json_object(json);
  if (!document) return std::unexpected(document.error());
  return ScorecardReader(*document).read();
}

}  // namespace sekisho::scoring
