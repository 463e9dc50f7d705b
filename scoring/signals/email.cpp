#include "identity/email.h"

#include "identity/text.h"
#include "signals/families.h"

namespace sekisho::scoring::signals {

SignalValue email_class(const Facts& facts) {
  if (trimmed(facts.order.buyer.email).empty()) return Missing{};
  if (!facts.mailbox) return text_value("invalid");
  return text_value(to_string(facts.tables.mail.classify(facts.mailbox->domain)));
}

SignalValue email_alias(const Facts& facts) {
  if (!facts.mailbox) return Missing{};
  return facts.mailbox->tagged;
}

SignalValue email_random_local(const Facts& facts) {
  if (!facts.mailbox) return Missing{};
  // A relay draws its addresses by dice for honest people too.
  if (facts.tables.mail.classify(facts.mailbox->domain) == MailClass::relay) return Missing{};
  return looks_random(facts.mailbox->local);
}

}  // namespace sekisho::scoring::signals
