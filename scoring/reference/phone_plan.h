#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <domain/result.h>

namespace re2 {
class RE2;
}

namespace sekisho::scoring {

/// Japan's numbering plan: which kind of number a national number is.
class PhonePlan {
 public:
  /// Reads `phone-jp.json`: `plan` is a list of {`kind`, `pattern`}; the first whose pattern matches the
  /// whole national number, without its leading 0, wins. Fails with a pointer to the first fault.
  [[nodiscard]] static Result<PhonePlan> parse(std::string_view json);
  PhonePlan(PhonePlan&&) noexcept;
  PhonePlan& operator=(PhonePlan&&) noexcept;
  ~PhonePlan();

  /// `mobile`, `fixed`, `ip_phone`, `toll_free`, `m2m` or `other`; `invalid` when no number of the plan looks
  /// so.
  [[nodiscard]] std::string_view kind_of(std::string_view national) const;

 private:
  struct Entry;
  PhonePlan();
  std::vector<Entry> entries_;
};

}  // namespace sekisho::scoring
