#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sekisho::scoring {

/// A point of a plot; both axes run from 0 to 1.
struct PlotPoint {
  double x = 0;
  double y = 0;
};

struct Plot {
  std::string_view title;  ///< plain text without markup
  std::string_view x_axis;
  std::string_view y_axis;
  std::vector<PlotPoint> points;
  bool dots = false;      ///< points alone, no line through them
  bool diagonal = false;  ///< a faint line from corner to corner
};

/// An SVG element of its own, drawn in the text's colour.
[[nodiscard]] std::string svg_of(const Plot& plot);

}  // namespace sekisho::scoring
