#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include <domain/result.h>
#include <scoring/booster.h>
#include <scoring/calibration.h>
#include <scoring/trees.h>

namespace sekisho::scoring {

/// A fitted model and how it was chosen.
struct Training {
  Trees trees;
  Calibration calibration;
  BoosterParameters chosen;
  double validation_average_precision = 0;  ///< of the chosen parameters, mean over the later parts
  std::vector<double> importance;           ///< of each column: its share of all absolute contributions
};

/// Fits trees to rows in order of time.
///
/// Parameters are chosen by how well what was learnt from earlier rows ranks later ones: the first half is
/// learnt and the third quarter ranked, then the first three quarters and the last one; average precision
/// decides. The calibration is fitted to those later rows, which their trees had not seen. Then all rows are
/// learnt with the chosen parameters, four times with other random parts of rows and columns, and the mean of
/// the four is the model. No row but these is looked at. Deterministic: the same rows and seed give the same
/// model.
///
/// Fails without at least ten rows of each label, or when no quarter but the first has any positives, and
/// with the booster.
[[nodiscard]] Result<Training> train(const LabelledRows& rows, Booster& booster, std::uint64_t seed);

}  // namespace sekisho::scoring
