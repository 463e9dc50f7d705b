#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace sekisho::scoring {

/// An e-mail address in its parts, NFKC and lower case.
struct Mailbox {
  std::string local;   ///< as typed, without its tag
  std::string tag;     ///< what followed the `+`
  std::string domain;  ///< `googlemail.com` is `gmail.com`
  bool tagged = false;
};

/// Reads what a mail server would take, and the consecutive and trailing dots that Japanese carriers gave out
/// for years. Nothing when it cannot be a mailbox.
[[nodiscard]] std::optional<Mailbox> parse_mailbox(std::string_view typed);

/// The mailbox that the mail ends up in: no tag; no dots at gmail, which ignores them, and only there.
[[nodiscard]] std::string canonical_email(const Mailbox& mailbox);

/// True for a local part that looks drawn by dice, such as `zxqv81k2`: of the three marks (letters and digits
/// shuffled, no vowels, letters that romaji does not use) it has at least two. People drop vowels too
/// (`tkhs1985`), so one mark is not enough, and short ones are never judged.
[[nodiscard]] bool looks_random(std::string_view local);

}  // namespace sekisho::scoring
