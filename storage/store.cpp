#include <storage/store.h>

namespace sekisho::storage {

bool Unit::empty() const {
  const bool no_order =
      !new_order && !changed_order && !assessment && confirmations.empty() && history.empty();
  const bool no_callback = callbacks.empty() && settlements.empty();
  const bool no_setting = merchants.empty() && hooks.empty() && removed_hooks.empty() && secrets.empty() &&
                          removed_secrets.empty() && policies.empty() && !activated_policy &&
                          list_entries.empty() && removed_list_entries.empty();
  return !event && !conversation && no_order && no_callback && no_setting && !idempotency;
}

}  // namespace sekisho::storage
