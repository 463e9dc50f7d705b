#include "identity/email.h"

#include <algorithm>
#include <cstddef>

#include "identity/text.h"

namespace sekisho::scoring {
namespace {

bool is_letter(char c) {
  return c >= 'a' && c <= 'z';
}

bool is_number(char c) {
  return c >= '0' && c <= '9';
}

bool is_local(std::string_view local) {
  constexpr std::string_view specials = "!#$%&'*+-/=?^_`{|}~.";
  return !local.empty() && local.size() <= 64 && std::ranges::all_of(local, [&](char c) {
    return is_letter(c) || is_number(c) || specials.contains(c);
  });
}

bool is_label(std::string_view label) {
  // Bytes beyond ASCII are an internationalised name's letters, which NFKC has put in one form.
  const auto fits = [](char c) {
    return is_letter(c) || is_number(c) || c == '-' || static_cast<unsigned char>(c) >= 0x80;
  };
  return !label.empty() && label.size() <= 63 && label.front() != '-' && label.back() != '-' &&
         std::ranges::all_of(label, fits);
}

bool is_domain(std::string_view domain) {
  if (domain.size() > 253 || !domain.contains('.')) return false;
  const auto last = domain.substr(domain.rfind('.') + 1);
  if (std::ranges::all_of(last, is_number)) return false;
  while (true) {
    const auto dot = domain.find('.');
    if (!is_label(domain.substr(0, dot))) return false;
    if (dot == std::string_view::npos) return true;
    domain.remove_prefix(dot + 1);
  }
}

bool is_vowel(char c) {
  return std::string_view("aeiouy").contains(c);
}

std::size_t longest_consonant_run(std::string_view local) {
  std::size_t longest = 0;
  std::size_t run = 0;
  for (const char c : local) {
    run = is_letter(c) && !is_vowel(c) ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  return longest;
}

int changes_between_letters_and_digits(std::string_view local) {
  int changes = 0;
  for (std::size_t i = 1; i < local.size(); ++i) {
    const bool to_digit = is_letter(local[i - 1]) && is_number(local[i]);
    const bool to_letter = is_number(local[i - 1]) && is_letter(local[i]);
    changes += to_digit || to_letter ? 1 : 0;
  }
  return changes;
}

}  // namespace

std::optional<Mailbox> parse_mailbox(std::string_view typed) {
  const std::string text = to_utf8(trimmed(nfkc_lower(typed)));
  const auto at = text.rfind('@');
  if (at == std::string::npos) return std::nullopt;
  Mailbox mailbox{.local = text.substr(0, at), .tag = {}, .domain = text.substr(at + 1), .tagged = false};
  if (!is_local(mailbox.local) || !is_domain(mailbox.domain)) return std::nullopt;
  if (mailbox.domain == "googlemail.com") mailbox.domain = "gmail.com";
  const auto plus = mailbox.local.find('+');
  if (plus != std::string::npos && plus > 0) {
    mailbox.tagged = true;
    mailbox.tag = mailbox.local.substr(plus + 1);
    mailbox.local.resize(plus);
  }
  return mailbox;
}

std::string canonical_email(const Mailbox& mailbox) {
  std::string local = mailbox.local;
  if (mailbox.domain == "gmail.com") std::erase(local, '.');
  return local + '@' + mailbox.domain;
}

bool looks_random(std::string_view local) {
  constexpr std::size_t shortest = 8;
  const auto letters = std::ranges::count_if(local, is_letter);
  if (local.size() < shortest || letters < 4) return false;
  const auto rare =
      std::ranges::count_if(local, [](char c) { return std::string_view("qxvzl").contains(c); });
  const auto run = longest_consonant_run(local);
  const int changes = changes_between_letters_and_digits(local);
  int marks = 0;
  marks += changes >= 5 ? 2 : (changes >= 3 ? 1 : 0);
  marks += run >= 7 ? 2 : (run >= 4 ? 1 : 0);
  marks += rare * 4 >= letters ? 1 : 0;
  return marks >= 2;
}

}  // namespace sekisho::scoring
