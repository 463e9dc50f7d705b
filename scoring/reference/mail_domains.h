#pragma once

#include <string_view>

#include "reference/sorted_lines.h"

namespace sekisho::scoring {

enum class MailClass { disposable, relay, free, carrier, other };

/// Mail domains by class. A host below a listed domain has its class.
class MailDomains {
 public:
  MailDomains(SortedLines disposable, SortedLines relay, SortedLines free, SortedLines carrier);

  /// `domain` in lower case.
  [[nodiscard]] MailClass classify(std::string_view domain) const;

 private:
  [[nodiscard]] MailClass classify_exactly(std::string_view domain) const;

  SortedLines disposable_;
  SortedLines relay_;
  SortedLines free_;
  SortedLines carrier_;
};

[[nodiscard]] std::string_view to_string(MailClass mail_class);

}  // namespace sekisho::scoring
