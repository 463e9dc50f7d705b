#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include <domain/assessment.h>
#include <scoring/signal_registry.h>

namespace sekisho::scoring {

enum class Language { ja, en };

/// What a text value is called in a sentence: `phone` is 電話番号.
struct Word {
  std::string ja;
  std::string en;
};

using Words = std::map<std::string, Word, std::less<>>;

/// A fault of a template for a signal of this definition, or nothing: `{value}` always stands for the
/// evidence, `{seconds}` for milliseconds as seconds, `{percent}` for a share, and the name of another signal
/// for that one's value; no other braces.
[[nodiscard]] std::optional<std::string> template_fault(std::string_view text,
                                                        const SignalDefinition& definition);

/// What an explanation may name: the signal that it is about, and the others in the order of signal_table().
struct Explained {
  const SignalValue& value;
  std::span<const NamedSignal> signals;
};

/// The template with its evidence. Numbers get separators (`142,800`); the parts of a text value are looked
/// up in `words` where they stand there; another signal without a value is a dash.
[[nodiscard]] std::string explain(std::string_view text, const Explained& evidence, const Words& words,
                                  Language language);

}  // namespace sekisho::scoring
