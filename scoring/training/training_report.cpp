#include <algorithm>

#include <domain/json_writer.h>
#include <scoring/training_report.h>

namespace sekisho::scoring {
namespace {

constexpr std::size_t curve_points = 200;
constexpr std::size_t most_important = 30;

void write(JsonWriter& out, std::string_view name, std::optional<double> number) {
  out.key(name);
  number ? out.value(*number) : out.null();
}

void write_whole(JsonWriter& out, std::string_view name, std::size_t number) {
  out.member(name, static_cast<std::int64_t>(number));
}

void write_ranking(JsonWriter& out, const Ranking& ranking) {
  write(out, "auc_roc", ranking.auc_roc);
  write(out, "average_precision", ranking.average_precision);
  out.member("recall_at_1_percent_challenged", ranking.recall_at_1_percent);
  out.member("recall_at_0_1_percent_challenged", ranking.recall_at_01_percent);
}

void write_rows(JsonWriter& out, const TrainingReport::Rows& rows) {
  out.key("rows").begin_object();
  write_whole(out, "train", rows.train);
  write_whole(out, "train_positive", rows.train_positive);
  write_whole(out, "test", rows.test);
  write_whole(out, "test_positive", rows.test_positive);
  out.end_object();
}

void write_curves(JsonWriter& out, const TrainingReport& report) {
  out.key("calibration").begin_array();
  for (const CalibrationBin& bin : report.calibration) {
    out.begin_object().member("from", bin.from).member("to", bin.to);
    write_whole(out, "rows", bin.rows);
    out.member("predicted", bin.predicted).member("observed", bin.observed).end_object();
  }
  out.end_array().key("curve").begin_array();
  for (const CurvePoint& point : report.curve) {
    out.begin_object().member("threshold", static_cast<double>(point.threshold));
    out.member("challenged", point.challenged).member("recall", point.recall);
    out.member("precision", point.precision).end_object();
  }
  out.end_array();
}

void write_span(JsonWriter& out, std::string_view name, Timestamp from, Timestamp to) {
  out.key(name).begin_object();
  out.member("from", std::string_view(format_rfc3339(from)))
      .member("to", std::string_view(format_rfc3339(to)));
  out.end_object();
}

void write_model(JsonWriter& out, const TrainingReport& report) {
  out.key("model").begin_object();
  out.member("sha256", std::string_view(report.model_hash));
  out.member("trainer", std::string_view(report.origin.trainer));
  out.key("seed").raw(std::to_string(report.origin.seed));
  write_whole(out, "features", report.features);
  write_whole(out, "trees", report.trees);
  out.member("max_depth", report.chosen.max_depth).member("rounds", report.chosen.rounds);
  out.member("min_child_weight", report.chosen.min_child_weight).member("colsample", report.chosen.colsample);
  out.member("eta", report.chosen.eta).member("subsample", report.chosen.subsample);
  out.member("validation_average_precision", report.validation_average_precision);
  out.key("importance").begin_array();
  for (const auto& one : report.importance) {
    out.begin_object()
        .member("feature", std::string_view(one.feature))
        .member("share", one.share)
        .end_object();
  }
  out.end_array().end_object();
}

}  // namespace

Ranking Ranking::of(std::span<const float> scores, std::span<const float> labels) {
  const auto positive =
      static_cast<std::size_t>(std::ranges::count_if(labels, [](float l) { return l > 0; }));
  Ranking ranking;
  if (positive > 0) ranking.average_precision = scoring::average_precision(scores, labels);
  if (positive > 0 && positive < labels.size()) ranking.auc_roc = scoring::auc_roc(scores, labels);
  ranking.recall_at_1_percent = recall_at(scores, labels, 0.01);
  ranking.recall_at_01_percent = recall_at(scores, labels, 0.001);
  return ranking;
}

void TrainingReport::describe(const Training& training, const ModelFile& model) {
  chosen = training.chosen;
  validation_average_precision = training.validation_average_precision;
  model_hash = model.hash();
  origin = model.origin;
  features = model.features.size();
  trees = model.trees.size();
  for (std::size_t i = 0; i < features; ++i)
    importance.push_back({.feature = model.features[i].name, .share = training.importance[i]});
  std::ranges::sort(importance, [](const Importance& a, const Importance& b) {
    return a.share != b.share ? a.share > b.share : a.feature < b.feature;
  });
  if (importance.size() > most_important) importance.resize(most_important);
}

void TrainingReport::judge(std::span<const float> margins, std::span<const float> labels,
                           const Calibration& line) {
  ranking = Ranking::of(margins, labels);
  std::vector<float> probabilities;
  probabilities.reserve(margins.size());
  for (const float margin : margins)
    probabilities.push_back(static_cast<float>(probability_of(line.log_odds(margin))));
  calibration = calibration_table(probabilities, labels);
  curve = scoring::curve(margins, labels, curve_points);
  constexpr double whole_scale = 100;
  for (CurvePoint& point : curve)
    point.threshold = static_cast<float>(whole_scale * probability_of(line.log_odds(point.threshold)));
}

std::string report_json(const TrainingReport& report) {
  std::string text;
  JsonWriter out(text);
  out.begin_object();
  write_rows(out, report.rows);
  write_ranking(out, report.ranking);
  if (report.card_precision_at_100) out.member("card_precision_at_100", *report.card_precision_at_100);
  if (report.in_force) {
    out.key("in_force").begin_object().member("model", std::string_view(report.in_force->model));
    write_ranking(out, report.in_force->ranking);
    out.end_object();
  }
  write_span(out, "train", report.origin.train_from, report.origin.train_to);
  write_span(out, "test", report.test_from, report.test_to);
  out.member("delay_seconds", std::int64_t{report.origin.delay.count()});
  write_model(out, report);
  write_curves(out, report);
  out.end_object();
  return text + '\n';
}

}  // namespace sekisho::scoring
