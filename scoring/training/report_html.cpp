#include <optional>
#include <string>
#include <string_view>

#include <fmt/format.h>
#include <scoring/training_report.h>

#include "training/svg_plot.h"

namespace sekisho::scoring {
namespace {

constexpr std::string_view head = R"(<!DOCTYPE html>
<html lang="ja">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>学習の報告 / Training report</title>
<style>
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 70rem; padding: 0 1rem; color: #1d2730; background: #fff; }
h1 { font-size: 1.4rem } h2 { font-size: 1.1rem; margin-top: 2rem }
table { border-collapse: collapse } th, td { padding: .25rem .8rem; border-bottom: 1px solid #d5dce2; text-align: left }
td.n { text-align: right; font-variant-numeric: tabular-nums }
.plots { display: flex; flex-wrap: wrap; gap: 1.5rem } svg { width: 330px; height: 340px }
.grid { stroke: #d5dce2; fill: none } .line { stroke: #0b66c3; stroke-width: 2; fill: none } .dot { fill: #0b66c3 }
.title { font-size: 14px; font-weight: 600; fill: #1d2730 } .tick, .axis { font-size: 11px; fill: #56636f }
</style>
</head>
<body>
)";

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

std::string row(std::string_view name, std::string_view value) {
  return fmt::format("<tr><th>{}</th><td class=\"n\">{}</td></tr>\n", escaped(name), escaped(value));
}

std::string figure(std::optional<double> number) {
  return number ? fmt::format("{:.4f}", *number) : std::string{"–"};
}

std::string day(Timestamp at) {
  return format_rfc3339(at);
}

std::string summary(const TrainingReport& report) {
  std::string out = "<table>\n";
  out += row("学習した期間 / learnt", day(report.origin.train_from) + " – " + day(report.origin.train_to));
  out += row("評価した期間 / judged", day(report.test_from) + " – " + day(report.test_to));
  out += row("学習した行(うち不正) / rows learnt (positive)",
             fmt::format("{} ({})", report.rows.train, report.rows.train_positive));
  out += row("評価した行(うち不正) / rows judged (positive)",
             fmt::format("{} ({})", report.rows.test, report.rows.test_positive));
  if (report.card_precision_at_100)
    out += row("カード適合率 上位100 / card precision@100", figure(report.card_precision_at_100));
  out += row("モデル / model (SHA-256)", report.model_hash);
  out += row("木の数・深さ / trees, depth", fmt::format("{}, {}", report.trees, report.chosen.max_depth));
  return out + "</table>\n";
}

std::string ranking_row(std::string_view name, const Ranking& ranking) {
  return fmt::format(
      "<tr><th>{}</th><td class=\"n\">{}</td><td class=\"n\">{}</td><td class=\"n\">{:.4f}</td>"
      "<td class=\"n\">{:.4f}</td></tr>\n",
      escaped(name), figure(ranking.auc_roc), figure(ranking.average_precision), ranking.recall_at_1_percent,
      ranking.recall_at_01_percent);
}

std::string rankings(const TrainingReport& report) {
  std::string out =
      "<h2>識別力 / How well it tells them apart</h2>\n<table>\n<tr><th></th><th>AUC</th><th>平均適合率 / "
      "average "
      "precision</th><th>正当な注文の1%を確認するときの検出率 / recall, 1 % of honest "
      "challenged</th><th>0.1%</th></tr>\n";
  out += ranking_row("このモデル / this model", report.ranking);
  if (report.in_force) out += ranking_row(report.in_force->model, report.in_force->ranking);
  return out + "</table>\n";
}

std::string plots(const TrainingReport& report) {
  Plot roc{.title = "ROC",
           .x_axis = "確認される正当な注文 / honest challenged",
           .y_axis = "検出率 / recall",
           .points = {{0, 0}},
           .diagonal = true};
  Plot precision{.title = "適合率と検出率 / Precision and recall",
                 .x_axis = "検出率 / recall",
                 .y_axis = "適合率 / precision",
                 .points = {}};
  Plot calibration{.title = "予測と実際 / Predicted and observed",
                   .x_axis = "予測 / predicted",
                   .y_axis = "実際 / observed",
                   .points = {},
                   .dots = true,
                   .diagonal = true};
  for (const CurvePoint& point : report.curve) {
    roc.points.push_back({.x = point.challenged, .y = point.recall});
    precision.points.push_back({.x = point.recall, .y = point.precision});
  }
  for (const CalibrationBin& bin : report.calibration)
    calibration.points.push_back({.x = bin.predicted, .y = bin.observed});
  return "<h2>曲線 / Curves</h2>\n<div class=\"plots\">\n" + svg_of(roc) + svg_of(precision) +
         svg_of(calibration) + "</div>\n";
}

std::string calibration_rows(const TrainingReport& report) {
  std::string out =
      "<h2>較正 / Calibration</h2>\n<table>\n<tr><th>予測した確率 / predicted</th><th>行 / "
      "rows</th><th>平均予測 / mean "
      "predicted</th><th>実際の割合 / observed</th></tr>\n";
  for (const CalibrationBin& bin : report.calibration)
    out += fmt::format(
        "<tr><th>{} – {}</th><td class=\"n\">{}</td><td class=\"n\">{:.4f}</td><td "
        "class=\"n\">{:.4f}</td></tr>\n",
        bin.from, bin.to, bin.rows, bin.predicted, bin.observed);
  return out + "</table>\n";
}

std::string importance_rows(const TrainingReport& report) {
  std::string out = "<h2>効いた項目 / What weighs most</h2>\n<table>\n";
  for (const auto& one : report.importance)
    out += row(one.feature, fmt::format("{:.1f} %", 100 * one.share));
  return out + "</table>\n";
}

}  // namespace

std::string report_html(const TrainingReport& report) {
  std::string page(head);
  page += "<h1>学習の報告 / Training report</h1>\n" + summary(report) + rankings(report) + plots(report);
  page += calibration_rows(report) + importance_rows(report);
  return page + "</body>\n</html>\n";
}

}  // namespace sekisho::scoring
