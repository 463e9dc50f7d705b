#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <domain/result.h>
#include <domain/time.h>
#include <scoring/calibration.h>
#include <scoring/trees.h>

namespace sekisho::scoring {

/// How a model's column gets its value.
enum class FeatureKind {
  number,   ///< the number itself, true as 1
  equals,   ///< 1 when the text is `value`, 0 when it is another one
  present,  ///< 1 when there is a text; for texts whose values are open
};

/// One column of a trained model, in the order of its trees.
struct ModelFeature {
  std::string name;                        ///< `phone.kind=mobile`, `CUSTOMER_ID.mean.7d`; no two alike
  std::string source;                      ///< the signal it is read from; empty in a table's model
  FeatureKind kind = FeatureKind::number;  ///< `number` when there is no source
  std::string value;                       ///< of `equals`
  bool operator==(const ModelFeature&) const = default;
};

/// Where a model comes from.
struct ModelOrigin {
  std::string trainer;  ///< `sekisho 0.1.0`
  Timestamp train_from;
  Timestamp train_to;  ///< not included
  std::chrono::seconds delay{};
  std::uint64_t seed = 0;
  std::uint64_t rows = 0;
  std::uint64_t positives = 0;
  bool operator==(const ModelOrigin&) const = default;
};

/// A trained model as it is kept in a file and activated by a policy.
struct ModelFile {
  static constexpr int format_version = 1;
  static constexpr std::size_t max_bytes = std::size_t{64} << 20U;
  static constexpr std::size_t max_name = 256;  ///< of a feature, in bytes

  std::vector<ModelFeature> features;
  Trees trees;
  Calibration calibration;
  ModelOrigin origin;
  bool operator==(const ModelFile&) const = default;

  /// SHA-256 in hex over the canonical text of all members above: the model's identity, which assessments
  /// record.
  [[nodiscard]] std::string hash() const;
};

/// The file's text: one JSON object, with its hash.
[[nodiscard]] std::string write_model(const ModelFile& model);

/// Reads a model file from an untrusted source. Fails with a pointer to what is wrong: another format or
/// version, sizes beyond the limits, trees that are not whole, features out of range or named twice, numbers
/// that are not finite, and a hash that is not the content's. The text may be laid out as one likes: the hash
/// is of the content.
[[nodiscard]] Result<ModelFile> read_model(std::string_view text);

}  // namespace sekisho::scoring
