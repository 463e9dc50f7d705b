#include "identity/name.h"

#include <algorithm>
#include <string>
#include <vector>

#include "identity/text.h"
#include "signals/families.h"

namespace sekisho::scoring::signals {
namespace {

bool is_prank(const SortedLines& pranks, std::string_view typed) {
  const std::vector<std::string> words = folded_name_words(typed);
  std::string whole;
  for (const std::string& word : words)
    whole += word;
  const auto listed = [&](const std::string& word) { return pranks.contains(word); };
  return is_one_character_repeated(typed) || listed(whole) || std::ranges::any_of(words, listed);
}

}  // namespace

SignalValue name_script_class(const Facts& facts) {
  const std::string& name = facts.order.buyer.name;
  if (trimmed(name).empty()) return Missing{};
  return text_value(to_string(name_script(name)));
}

SignalValue name_prank(const Facts& facts) {
  const Contact& buyer = facts.order.buyer;
  if (trimmed(buyer.name).empty()) return Missing{};
  return is_prank(facts.tables.prank_names, buyer.name) ||
         is_prank(facts.tables.prank_names, buyer.name_kana);
}

SignalValue name_kana_valid(const Facts& facts) {
  const std::string& kana = facts.order.buyer.name_kana;
  if (trimmed(kana).empty()) return Missing{};
  return is_kana_name(kana);
}

}  // namespace sekisho::scoring::signals
