// How well verdicts and scores tell fraud from honest orders, pattern by pattern: reads what `sekisho
// simulate
// --labels` wrote, prints a table and writes JSON. tests/bench/detection.sh runs it.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <fstream>
#include <iostream>
#include <map>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <domain/json_writer.h>
#include <fmt/format.h>

namespace {

using sekisho::JsonWriter;

constexpr double false_positives_allowed = 0.01;

struct Order {
  std::string pattern;
  std::vector<std::string> look_alikes;
  std::string verdict;
  double score = 0;
  bool fraud = false;
};

std::vector<std::string> split(const std::string& text, char separator) {
  std::vector<std::string> parts;
  std::string part;
  for (std::istringstream in{text}; std::getline(in, part, separator);)
    parts.push_back(part);
  return parts;
}

/// The orders that were answered; no column holds a quote or a comma.
std::vector<Order> read_orders(std::istream& in) {
  std::string line;
  std::getline(in, line);
  const auto columns = split(line, ',');
  const auto at = [&](std::string_view name) {
    return static_cast<std::size_t>(std::ranges::find(columns, name) - columns.begin());
  };
  std::vector<Order> orders;
  while (std::getline(in, line)) {
    auto cells = split(line, ',');
    cells.resize(columns.size());
    if (cells[at("verdict")].empty()) continue;
    orders.push_back({cells[at("pattern")], split(cells[at("look_alike")], ';'), cells[at("verdict")],
                      std::stod(cells[at("score")]), cells[at("outcome")] != "legitimate"});
  }
  std::ranges::sort(orders, std::ranges::greater{}, &Order::score);
  return orders;
}

/// Fraud and honest orders of one score, the highest score first.
struct Step {
  double score = 0;
  double fraud = 0;
  double honest = 0;
};

std::vector<Step> steps_of(const std::vector<Order>& orders) {
  std::vector<Step> steps;
  for (const Order& order : orders) {
    if (steps.empty() || steps.back().score != order.score) steps.push_back({order.score, 0, 0});
    (order.fraud ? steps.back().fraud : steps.back().honest) += 1;
  }
  return steps;
}

struct Curve {
  double auc = 0;                ///< area under the ROC curve, ties counted half
  double average_precision = 0;  ///< sum over scores of the recall gained times the precision there
  double threshold = 101;        ///< the lowest score that still keeps within the allowed false positives
};

Curve curve_of(const std::vector<Step>& steps, double all_fraud, double all_honest) {
  Curve curve;
  double fraud = 0;
  double honest = 0;
  for (const Step& step : steps) {
    curve.auc += step.honest * (fraud + step.fraud / 2);
    fraud += step.fraud;
    honest += step.honest;
    curve.average_precision += step.fraud / all_fraud * (fraud / (fraud + honest));
    if (honest <= all_honest * false_positives_allowed) curve.threshold = step.score;
  }
  curve.auc /= all_fraud * all_honest;
  return curve;
}

struct Group {
  double orders = 0;
  double caught = 0;      ///< at or above the threshold of the allowed false positives
  double challenged = 0;  ///< any verdict but approve
  double rejected = 0;
  double score = 0;
};

void count(Group& group, const Order& order, double threshold) {
  group.orders += 1;
  group.caught += order.score >= threshold ? 1 : 0;
  group.challenged += order.verdict != "approve" ? 1 : 0;
  group.rejected += order.verdict == "reject" ? 1 : 0;
  group.score += order.score;
}

struct Report {
  Curve curve;
  Group fraud;
  Group honest;
  std::map<std::string, Group> patterns;
  std::map<std::string, Group> look_alikes;
};

Report report_on(const std::vector<Order>& orders) {
  Report report;
  const auto fraud = static_cast<double>(std::ranges::count(orders, true, &Order::fraud));
  report.curve = curve_of(steps_of(orders), fraud, static_cast<double>(orders.size()) - fraud);
  for (const Order& order : orders) {
    count(order.fraud ? report.fraud : report.honest, order, report.curve.threshold);
    if (order.fraud) count(report.patterns[order.pattern], order, report.curve.threshold);
    for (const std::string& kind : order.look_alikes)
      count(report.look_alikes[kind], order, report.curve.threshold);
  }
  return report;
}

double share(double part, const Group& group) {
  return group.orders == 0 ? 0 : part / group.orders;
}

void print_row(const std::string& name, const Group& group) {
  std::cout << fmt::format("{:24}{:>8}{:>10.3f}{:>16.3f}{:>10.4f}{:>12.1f}\n", name, group.orders,
                           share(group.caught, group), share(group.challenged, group),
                           share(group.rejected, group), share(group.score, group));
}

void print(const Report& report) {
  std::cout << fmt::format(
      "AUC {:.4f}   average precision {:.4f}   threshold at {:.0f} % false positives {:.1f}\n\n",
      report.curve.auc, report.curve.average_precision, false_positives_allowed * 100,
      report.curve.threshold);
  std::cout << fmt::format("{:24}{:>8}{:>10}{:>16}{:>10}{:>12}\n", "", "orders", "recall", "not approved",
                           "rejected", "mean score");
  print_row("fraud", report.fraud);
  for (const auto& [pattern, group] : report.patterns)
    print_row("  " + pattern, group);
  print_row("honest", report.honest);
  for (const auto& [kind, group] : report.look_alikes)
    print_row("  " + kind, group);
}

void write_group(JsonWriter& json, const Group& group) {
  json.begin_object().member("orders", static_cast<std::int64_t>(group.orders));
  json.member("recall_at_1pct_fpr", share(group.caught, group));
  json.member("not_approved", share(group.challenged, group))
      .member("rejected", share(group.rejected, group));
  json.member("mean_score", share(group.score, group)).end_object();
}

std::string json_of(const Report& report) {
  std::string text;
  JsonWriter json{text};
  json.begin_object()
      .member("auc_roc", report.curve.auc)
      .member("average_precision", report.curve.average_precision);
  json.member("threshold_at_1pct_fpr", report.curve.threshold);
  write_group(json.key("fraud"), report.fraud);
  write_group(json.key("honest"), report.honest);
  json.key("patterns").begin_object();
  for (const auto& [pattern, group] : report.patterns)
    write_group(json.key(pattern), group);
  json.end_object().key("look_alikes").begin_object();
  for (const auto& [kind, group] : report.look_alikes)
    write_group(json.key(kind), group);
  json.end_object().end_object();
  return text + "\n";
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2 || argc > 3) {
    std::cerr << "usage: detection_report LABELS.csv [REPORT.json]\n";
    return 2;
  }
  std::ifstream in{argv[1]};
  const std::vector<Order> orders = read_orders(in);
  const auto fraud = static_cast<std::size_t>(std::ranges::count(orders, true, &Order::fraud));
  if (fraud == 0 || fraud == orders.size()) {
    std::cerr << argv[1] << ": needs answered orders of both kinds\n";
    return 1;
  }
  const Report report = report_on(orders);
  print(report);
  if (argc == 3) std::ofstream{argv[2]} << json_of(report);
  return 0;
}
