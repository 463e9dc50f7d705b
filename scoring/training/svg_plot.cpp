#include "training/svg_plot.h"

#include <fmt/format.h>

namespace sekisho::scoring {
namespace {

constexpr double side = 260;
constexpr double left = 46;
constexpr double top = 28;

double x_of(double share) {
  return left + share * side;
}

double y_of(double share) {
  return top + (1 - share) * side;
}

std::string grid() {
  std::string out;
  for (const double at : {0.0, 0.25, 0.5, 0.75, 1.0}) {
    out += fmt::format(R"(<path class="grid" d="M{0:.1f} {1:.1f}V{2:.1f}M{3:.1f} {4:.1f}H{5:.1f}"/>)",
                       x_of(at), top, top + side, left, y_of(at), left + side);
    out += fmt::format(R"(<text class="tick" x="{:.1f}" y="{:.1f}" text-anchor="middle">{}</text>)", x_of(at),
                       top + side + 14, at);
    out += fmt::format(R"(<text class="tick" x="{:.1f}" y="{:.1f}" text-anchor="end">{}</text>)", left - 6,
                       y_of(at) + 4, at);
  }
  return out;
}

std::string line_through(std::span<const PlotPoint> points) {
  std::string path;
  for (const PlotPoint& point : points)
    path += fmt::format("{}{:.1f} {:.1f}", path.empty() ? 'M' : 'L', x_of(point.x), y_of(point.y));
  return fmt::format(R"(<path class="line" d="{}"/>)", path);
}

std::string dots_at(std::span<const PlotPoint> points) {
  std::string out;
  for (const PlotPoint& point : points)
    out +=
        fmt::format(R"(<circle class="dot" cx="{:.1f}" cy="{:.1f}" r="4"/>)", x_of(point.x), y_of(point.y));
  return out;
}

}  // namespace

std::string svg_of(const Plot& plot) {
  std::string out = fmt::format(R"(<svg viewBox="0 0 330 340" role="img" aria-label="{}">)", plot.title);
  out += fmt::format(R"(<text class="title" x="{:.1f}" y="16">{}</text>)", left, plot.title);
  out += grid();
  if (plot.diagonal)
    out += fmt::format(R"(<path class="grid" d="M{} {}L{} {}"/>)", x_of(0), y_of(0), x_of(1), y_of(1));
  if (!plot.points.empty()) out += plot.dots ? dots_at(plot.points) : line_through(plot.points);
  out += fmt::format(R"(<text class="axis" x="{:.1f}" y="334" text-anchor="middle">{}</text>)", x_of(0.5),
                     plot.x_axis);
  out += fmt::format(
      R"svg(<text class="axis" transform="translate(12 {:.1f}) rotate(-90)" text-anchor="middle">{}</text>)svg",
      y_of(0.5), plot.y_axis);
  return out + "</svg>\n";
}

}  // namespace sekisho::scoring
