#pragma once

#include <map>
#include <string>
#include <vector>

#include "shop.h"

namespace sekisho::integration {

/// A vendor's and a receiver's own books over what a gateway promised, kept outside it: what was
/// acknowledged, with which answer, and what was called back. Not thread-safe.
class Ledger {
 public:
  struct Entry {
    std::string event_id;
    std::string body;
    std::string answer;  ///< the body of its 2xx; empty: sent, and no answer came
  };

  /// A delivery that is about to be sent. It must be answered one day: a vendor repeats it until then.
  void sent(const std::string& event_id, const std::string& body);
  void acknowledged(const std::string& event_id, const std::string& answer);

  [[nodiscard]] const std::map<std::string, Entry>& entries() const { return entries_; }

  [[nodiscard]] std::vector<Entry> unanswered() const;

  /// Acknowledged events that a repeat does not answer with the same bytes, or whose order is gone.
  [[nodiscard]] std::vector<std::string> broken_answers(Vendor& vendor, AdminClient& admin) const;

 private:
  std::map<std::string, Entry> entries_;
};

/// What is wrong with what the gateway says of its callbacks and what the receiver got: a callback that was
/// never received with a 2xx, one that failed for good, one that came under two bodies or without a valid
/// signature, and an order that got two final callbacks which contradict each other.
[[nodiscard]] std::vector<std::string> broken_callbacks(const std::vector<json>& callbacks,
                                                        const CallbackReceiver::Callbacks& received);

}  // namespace sekisho::integration
