#pragma once

#include <cstdint>

#include <domain/ids.h>
#include <scoring/trace.h>

namespace sekisho::scoring {

/// Spreads a number over all 64 bits (the finaliser of SplitMix64, public domain).
[[nodiscard]] constexpr TraceKey mixed(TraceKey key) {
  key = (key ^ (key >> 30U)) * 0xbf58476d1ce4e5b9U;
  key = (key ^ (key >> 27U)) * 0x94d049bb133111ebU;
  return key ^ (key >> 31U);
}

/// One key of two; the first leads.
[[nodiscard]] constexpr TraceKey joined(TraceKey a, TraceKey b) {
  return mixed(a + 0x9e3779b97f4a7c15U * (b | 1U)) ^ b;
}

/// A merchant as keys are joined with (FNV-1a). Merchants' ids are no secret.
[[nodiscard]] constexpr TraceKey key_of(const MerchantId& merchant) {
  TraceKey key = 0xcbf29ce484222325U;
  for (const char c : merchant.str())
    key = (key ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
  return key;
}

}  // namespace sekisho::scoring
