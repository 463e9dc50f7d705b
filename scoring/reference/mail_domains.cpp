#include "reference/mail_domains.h"

#include <utility>

namespace sekisho::scoring {

MailDomains::MailDomains(SortedLines disposable, SortedLines relay, SortedLines free, SortedLines carrier)
    : disposable_(std::move(disposable)),
      relay_(std::move(relay)),
      free_(std::move(free)),
      carrier_(std::move(carrier)) {}

MailClass MailDomains::classify(std::string_view domain) const {
  while (domain.contains('.')) {
    if (const MailClass found = classify_exactly(domain); found != MailClass::other) return found;
    domain.remove_prefix(domain.find('.') + 1);
  }
  return MailClass::other;
}

MailClass MailDomains::classify_exactly(std::string_view domain) const {
  if (carrier_.contains(domain)) return MailClass::carrier;
  if (relay_.contains(domain)) return MailClass::relay;
  if (disposable_.contains(domain)) return MailClass::disposable;
  return free_.contains(domain) ? MailClass::free : MailClass::other;
}

std::string_view to_string(MailClass mail_class) {
  switch (mail_class) {
    case MailClass::disposable:
      return "disposable";
    case MailClass::relay:
      return "relay";
    case MailClass::free:
      return "free";
    case MailClass::carrier:
      return "carrier";
    case MailClass::other:
      break;
  }
  return "other";
}

}  // namespace sekisho::scoring
