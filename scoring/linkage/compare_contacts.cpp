#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>

#include "identity/email.h"
#include "identity/phone.h"
#include "identity/text.h"
#include "linkage/compare.h"
#include "linkage/mail_stem.h"

namespace sekisho::scoring {
namespace {

// Digits that stand at the same place, of all.
double share_of_equal_digits(std::string_view a, std::string_view b) {
  std::size_t equal = 0;
  for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i)
    equal += a[i] == b[i] ? 1 : 0;
  return static_cast<double>(equal) / static_cast<double>(std::max(a.size(), b.size()));
}

std::optional<Mailbox> mailbox_in(std::string_view typed) {
  return parse_mailbox(to_utf8(without_spaces(nfkc(typed))));
}

LinkAnswer same_mailbox(const Mailbox& a, const Mailbox& b) {
  std::vector<std::string_view> why{"email.same_mailbox"};
  if (a.tagged || b.tagged) why.emplace_back("email.tag");
  if (a.local != b.local) why.emplace_back("email.dots");
  return answer(why.size() == 1 ? 1.0 : 0.97, std::move(why));
}

}  // namespace

LinkAnswer compare_phones(std::string_view a, std::string_view b) {
  const auto first = canonical_phone(a);
  const auto second = canonical_phone(b);
  if (!first || !second) return answer(0, {"phone.unreadable"});
  if (*first == *second) return answer(1, {"phone.same_number"});
  const auto national = japanese_national(*first);
  const auto other = japanese_national(*second);
  if (!national || !other) return answer(0, {"phone.other_number"});
  // One digit's difference may be a slip or a neighbour's number: near, and another one.
  constexpr double most = 0.7;
  const double share = share_of_equal_digits(*national, *other);
  return answer(most * share * share, {"phone.other_number"});
}

LinkAnswer compare_emails(std::string_view a, std::string_view b) {
  const auto first = mailbox_in(a);
  const auto second = mailbox_in(b);
  if (!first || !second) return answer(0, {"email.unreadable"});
  if (canonical_email(*first) == canonical_email(*second)) return same_mailbox(*first, *second);
  const bool same_domain = first->domain == second->domain;
  const bool same_stem = stem_of(first->local) == stem_of(second->local);
  if (same_domain && same_stem && !stem_of(first->local).empty())
    return answer(0.6, {"email.same_domain", "email.other_number"});
  if (first->local == second->local) return answer(0.4, {"email.same_local", "email.other_domain"});
  if (same_domain) return answer(0.1, {"email.same_domain", "email.other_local"});
  return answer(0, {"email.other_local", "email.other_domain"});
}

}  // namespace sekisho::scoring
