#include <domain/policy.h>

namespace sekisho {

Verdict Thresholds::verdict(Tenths score) const {
  if (score >= reject) return Verdict::reject;
  if (score >= review) return Verdict::review;
  if (score >= challenge) return Verdict::challenge;
  return Verdict::approve;
}

}  // namespace sekisho
