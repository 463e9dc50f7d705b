#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include <domain/ids.h>
#include <domain/json_writer.h>
#include <domain/verdict.h>

namespace sekisho {

/// One step of the way from the base to the score, in words a merchant reads.
struct Reason {
  std::string code;         ///< `phone.invalid`: stable, for machines
  Tenths contribution = 0;  ///< signed
  std::string detail;       ///< Japanese, with the evidence
  std::string detail_en;    ///< the same in English
  bool operator==(const Reason&) const = default;
};

/// A signal's value. Missing is a value of its own, never zero.
struct Missing {
  bool operator==(const Missing&) const = default;
};

using SignalValue = std::variant<Missing, bool, std::int64_t, double, std::string>;

struct NamedSignal {
  std::string name;
  SignalValue value;
  bool operator==(const NamedSignal&) const = default;
};

/// An earlier order of the same merchant that looks like the same person's, and by what.
struct SimilarOrder {
  OrderId id;
  std::int64_t similarity = 0;  ///< in percent, from 50 on
  std::vector<std::string> touch_points;
  bool operator==(const SimilarOrder&) const = default;
};

/// Which edition of a data set an assessment was made with.
struct DataVersion {
  std::string name;     ///< `vacancies`
  std::string version;  ///< `7-1a2b3c4d`
  bool operator==(const DataVersion&) const = default;
};

/// What we think of an order, and why. `base` and the contributions add up to `score` exactly; clamping to
/// 0–100 is a reason of its own, `score.bounds`.
struct Assessment {
  Verdict verdict = Verdict::review;
  Tenths score = 0;
  Tenths base = 0;
  std::vector<Reason> reasons;                 ///< by absolute contribution, largest first
  std::vector<NamedSignal> signals;            ///< all of them, in registry order
  std::vector<SimilarOrder> similar_orders;    ///< the most similar first
  std::vector<std::string> missing;            ///< names of the signals without a value
  std::vector<std::string> shadow_rules = {};  ///< ids of the shadow rules that hold
  std::int64_t policy_version = 1;
  std::string model;
  std::vector<DataVersion> data_versions;  ///< of the sets that can be replaced while the gateway runs
};

/// The assessment as the admin API shows it and the store keeps it: `verdict`, `score`, `base`, `reasons`,
/// `signals`, `similar_orders`, `missing`, `shadow_rules`, `policy_version`, `model`, `data_versions`.
void write_json(JsonWriter& out, const Assessment& assessment);

/// `reasons` alone, as the decision document shows them.
void write_reasons(JsonWriter& out, std::span<const Reason> reasons);

}  // namespace sekisho
