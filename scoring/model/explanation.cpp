#include "model/explanation.h"

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>

#include <fmt/format.h>

#include "signals/signal.h"

namespace sekisho::scoring {
namespace {

std::string with_separators(std::int64_t number) {
  std::string digits = std::to_string(number);
  const std::size_t first = digits.starts_with('-') ? 1 : 0;
  for (std::size_t at = digits.size(); at > first + 3; at -= 3)
    digits.insert(at - 3, 1, ',');
  return digits;
}

std::string one_decimal(double number) {
  std::string text = fmt::format("{:.1f}", number);
  if (text.ends_with(".0")) text.resize(text.size() - 2);
  return text;
}

double number_of(const SignalValue& value) {
  if (const auto* whole = std::get_if<std::int64_t>(&value)) return static_cast<double>(*whole);
  if (const auto* real = std::get_if<double>(&value)) return *real;
  return 0;
}

std::string named(std::string_view list, const Words& words, Language language) {
  std::string out;
  while (true) {
    const auto comma = list.find(',');
    const std::string_view part = list.substr(0, comma);
    const auto word = words.find(part);
    out += word == words.end()
               ? part
               : std::string_view(language == Language::ja ? word->second.ja : word->second.en);
    if (comma == std::string_view::npos) return out;
    out += language == Language::ja ? "、" : ", ";
    list.remove_prefix(comma + 1);
  }
}

std::string shown(const SignalValue& value, const Words& words, Language language) {
  if (std::holds_alternative<Missing>(value)) return "–";
  if (const auto* text = std::get_if<std::string>(&value)) return named(*text, words, language);
  if (const auto* whole = std::get_if<std::int64_t>(&value)) return with_separators(*whole);
  return one_decimal(number_of(value));
}

std::string filled_in(std::string_view placeholder, const Explained& evidence, const Words& words,
                      Language language) {
  if (placeholder == "seconds") return one_decimal(number_of(evidence.value) / 1000);
  if (placeholder == "percent") return std::to_string(std::lround(number_of(evidence.value) * 100));
  if (placeholder == "value") return shown(evidence.value, words, language);
  const auto other = signal_index(placeholder);
  return other && *other < evidence.signals.size() ? shown(evidence.signals[*other].value, words, language)
                                                   : std::string{"–"};
}

}  // namespace

std::optional<std::string> template_fault(std::string_view text, const SignalDefinition& definition) {
  if (text.empty()) return "must not be empty";
  for (auto open = text.find_first_of("{}"); open != std::string_view::npos;
       open = text.find_first_of("{}")) {
    const auto close = text.find('}', open);
    const std::string_view name = text[open] == '{' ? text.substr(open + 1, close - open - 1) : "";
    const bool known = name == "value" || (name == "seconds" && definition.unit == "ms") ||
                       (name == "percent" && definition.unit == "1") || signal_index(name).has_value();
    if (close == std::string_view::npos || !known) {
      return fmt::format("this signal has no evidence called '{{{}}}'", name);
    }
    text.remove_prefix(close + 1);
  }
  return std::nullopt;
}

std::string explain(std::string_view text, const Explained& evidence, const Words& words, Language language) {
  std::string out;
  for (auto open = text.find('{'); open != std::string_view::npos; open = text.find('{')) {
    const auto close = text.find('}', open);
    out += text.substr(0, open);
    out += filled_in(text.substr(open + 1, close - open - 1), evidence, words, language);
    text.remove_prefix(close + 1);
  }
  out += text;
  return out;
}

}  // namespace sekisho::scoring
