#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <iterator>
#include <optional>
#include <utility>

#include <domain/json_writer.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <scoring/policy_json.h>

#include "json/object_reader.h"
#include "policy_rules.h"

namespace sekisho::scoring {
namespace {

using Json = nlohmann::json;
using std::chrono::seconds;

constexpr std::array<std::string_view, 2> known_channels = {"sms", "voice"};
constexpr std::array<std::pair<char, std::int64_t>, 4> duration_units{
    {{'s', 1}, {'m', 60}, {'h', 3600}, {'d', 86400}}};
constexpr std::string_view only_model = "scorecard-1";
constexpr std::string_view only_provider = "vendor";
constexpr Tenths closed = 1010;

/// Reads `15m`, `48h`, `90s`, `1d`: a whole number without a leading zero, and one unit.
std::optional<seconds> read_duration(std::string_view text) {
  if (text.size() < 2 || text.front() == '0') return std::nullopt;
  const auto unit = std::ranges::find(duration_units, text.back(), &std::pair<char, std::int64_t>::first);
  text.remove_suffix(1);
  std::int64_t count = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
  constexpr std::int64_t most = 1'000'000'000;
  if (unit == duration_units.end() || error != std::errc{} || end != text.data() + text.size())
    return std::nullopt;
  if (count <= 0 || count > most) return std::nullopt;
  return seconds{count * unit->second};
}

/// Writes in the largest unit up to hours that is exact; not in days, so that 48h stays 48h.
std::string write_duration(seconds length) {
  if (length.count() % 3600 == 0) return fmt::format("{}h", length.count() / 3600);
  if (length.count() % 60 == 0) return fmt::format("{}m", length.count() / 60);
  return fmt::format("{}s", length.count());
}

void read_expiry(ObjectReader& object, seconds longest, std::string_view range, seconds& to) {
  const Json* value = object.find("expires_in");
  if (value == nullptr) return;
  const auto length = value->is_string() ? read_duration(value->get_ref<const std::string&>()) : std::nullopt;
  if (length && *length <= longest) {
    to = *length;
  } else {
    object.fault("expires_in", fmt::format("must be a duration such as \"15m\", {}", range));
  }
}

/// Reads a member that is one of a few words.
template <class T, std::size_t N>
void read_choice(ObjectReader& object, std::string_view name,
                 const std::array<std::pair<std::string_view, T>, N>& choices, T& to) {
  const Json* value = object.find(name);
  if (value == nullptr) return;
  for (const auto& [word, choice] : choices) {
    if (*value == word) {
      to = choice;
      return;
    }
  }
  object.fault(name, fmt::format("must be \"{}\" or \"{}\"", choices.front().first, choices.back().first));
}

constexpr std::array<std::pair<std::string_view, Fallback>, 2> fallbacks{
    {{"review", Fallback::review}, {"cancel", Fallback::cancel}}};
constexpr std::array<std::pair<std::string_view, ReviewExpiry>, 2> review_expiries{
    {{"stay", ReviewExpiry::stay}, {"cancel", ReviewExpiry::cancel}}};

/// Fills a Policy from its document, and gathers the faults.
class PolicyReader {
 public:
  /// `compile` whether to see that the rules' conditions compile.
  PolicyReader(const Json& document, bool compile) : document_(document), compile_(compile) {}

  Result<Policy> read() {
    ObjectReader top(document_, "", faults_);
    if (const Json* thresholds = top.required("thresholds")) read_thresholds(*thresholds);
    if (const Json* confirmation = top.find("confirmation")) read_confirmation(*confirmation);
    if (const Json* review = top.find("review")) read_review(*review);
    if (const Json* network = top.find("network")) read_network(*network);
    if (const Json* rules = top.find("rules")) policy_.rules = read_rules(*rules, faults_);
    if (const Json* model = top.find("model"); model != nullptr && *model != only_model) {
      top.fault("model", fmt::format("is not known; there is \"{}\"", only_model));
    }
    top.refuse_others();
    if (compile_) std::ranges::move(faults_of_conditions(policy_.rules), std::back_inserter(faults_));
    if (!faults_.empty()) return fail(ErrorKind::invalid, "the policy is not acceptable", std::move(faults_));
    return std::move(policy_);
  }

 private:
  void read_thresholds(const Json& value) {
    ObjectReader object(value, "/thresholds", faults_);
    Thresholds& bands = policy_.thresholds;
    const bool challenge = read_threshold(object, "challenge", bands.challenge);
    const bool review = read_threshold(object, "review", bands.review);
    const bool reject = read_threshold(object, "reject", bands.reject);
    object.refuse_others();
    if (challenge && review && bands.review < bands.challenge)
      object.fault("review", "must not be below challenge");
    if (review && reject && bands.reject < bands.review) object.fault("reject", "must not be below review");
  }

  static bool read_threshold(ObjectReader& object, std::string_view name, Tenths& to) {
    const Json* value = object.required(name);
    if (value == nullptr) return false;
    const auto tenths = read_tenths(*value);
    if (!tenths || *tenths < 0 || *tenths > closed) {
      object.fault(name, "must be a number from 0 to 101 with at most one decimal");
      return false;
    }
    to = *tenths;
    return true;
  }

  void read_confirmation(const Json& value) {
    ObjectReader object(value, "/confirmation", faults_);
    ConfirmationPolicy& confirmation = policy_.confirmation;
    if (const Json* provider = object.find("provider"); provider != nullptr && *provider != only_provider) {
      object.fault("provider", fmt::format("is not known; there is \"{}\"", only_provider));
    }
    if (const Json* channels = object.find("channels")) read_channels(object, *channels);
    read_expiry(object, std::chrono::hours{24}, "from 1s to 24h", confirmation.expires_in);
    if (const Json* attempts = object.find("max_attempts")) read_attempts(object, *attempts);
    read_choice(object, "on_failure", fallbacks, confirmation.on_failure);
    read_choice(object, "on_expiry", fallbacks, confirmation.on_expiry);
    object.refuse_others();
  }

  void read_channels(ObjectReader& object, const Json& value) {
    if (!value.is_array() || value.empty()) {
      object.fault("channels", "must be a list of \"sms\" and \"voice\", with at least one");
      return;
    }
    std::vector<std::string> channels;
    for (std::size_t i = 0; i < value.size(); ++i) {
      const std::string pointer = fmt::format("/confirmation/channels/{}", i);
      const auto known = std::ranges::find_if(known_channels, [&](auto name) { return value[i] == name; });
      if (known == known_channels.end()) {
        faults_.push_back({.pointer = pointer, .detail = "must be \"sms\" or \"voice\""});
      } else if (std::ranges::find(channels, *known) != channels.end()) {
        faults_.push_back({.pointer = pointer, .detail = "stands in the list already"});
      } else {
        channels.emplace_back(*known);
      }
    }
    policy_.confirmation.channels = std::move(channels);
  }

  void read_attempts(ObjectReader& object, const Json& value) {
    const bool fits = value.is_number_integer() && value >= 1 && value <= 10;
    if (fits) {
      policy_.confirmation.max_attempts = value.get<std::int64_t>();
    } else {
      object.fault("max_attempts", "must be a whole number from 1 to 10");
    }
  }

  void read_review(const Json& value) {
    ObjectReader object(value, "/review", faults_);
    read_expiry(object, std::chrono::days{30}, "up to 30d", policy_.review.expires_in);
    read_choice(object, "on_expiry", review_expiries, policy_.review.on_expiry);
    object.refuse_others();
  }

  void read_network(const Json& value) {
    ObjectReader object(value, "/network", faults_);
    read_flag(object, "contribute", policy_.network.contribute);
    read_flag(object, "consult", policy_.network.consult);
    object.refuse_others();
  }

  static void read_flag(ObjectReader& object, std::string_view name, bool& to) {
    const Json* value = object.find(name);
    if (value == nullptr) return;
    if (value->is_boolean()) {
      to = value->get<bool>();
    } else {
      object.fault(name, "must be true or false");
    }
  }

  const Json& document_;
  bool compile_;
  std::vector<Fault> faults_;
  Policy policy_;
};

// 30 as 30 and 305 as 30.5: the document shows what was sent.
void write_threshold(JsonWriter& out, std::string_view name, Tenths tenths) {
  out.key(name);
  if (tenths % 10 == 0) {
    out.value(tenths / 10);
  } else {
    out.tenths(tenths);
  }
}

void write_confirmation(JsonWriter& out, const ConfirmationPolicy& confirmation) {
  const auto word = [](Fallback fallback) { return fallback == Fallback::review ? "review" : "cancel"; };
  out.begin_object();
  out.key("provider").value(confirmation.provider);
  out.key("channels").begin_array();
  for (const std::string& channel : confirmation.channels)
    out.value(channel);
  out.end_array();
  out.key("expires_in").value(write_duration(confirmation.expires_in));
  out.key("max_attempts").value(confirmation.max_attempts);
  out.key("on_failure").value(word(confirmation.on_failure));
  out.key("on_expiry").value(word(confirmation.on_expiry));
  out.end_object();
}

}  // namespace

Result<Policy> read_policy(std::string_view json) {
  const auto document = parse_json_object(json);
  if (!document) return std::unexpected(document.error());
  return PolicyReader(*document, true).read();
}

Result<Policy> read_stored_policy(std::string_view json) {
  const auto document = parse_json_object(json);
  if (!document) return std::unexpected(document.error());
  return PolicyReader(*document, false).read();
}

std::string write_policy(const Policy& policy) {
  std::string text;
  JsonWriter out(text);
  out.begin_object();
  out.key("thresholds").begin_object();
  write_threshold(out, "challenge", policy.thresholds.challenge);
  write_threshold(out, "review", policy.thresholds.review);
  write_threshold(out, "reject", policy.thresholds.reject);
  out.end_object();
  out.key("confirmation");
  write_confirmation(out, policy.confirmation);
  out.key("review").begin_object();
  out.key("expires_in").value(write_duration(policy.review.expires_in));
  out.key("on_expiry").value(policy.review.on_expiry == ReviewExpiry::stay ? "stay" : "cancel");
  out.end_object();
  // The default goes without saying.
  if (policy.network != NetworkPolicy{}) {
    out.key("network").begin_object();
    out.member("contribute", policy.network.contribute).member("consult", policy.network.consult);
    out.end_object();
  }
  out.key("rules");
  write_rules(out, policy.rules);
  out.key("model").value(policy.model);
  out.end_object();
  return text;
}

}  // namespace sekisho::scoring
