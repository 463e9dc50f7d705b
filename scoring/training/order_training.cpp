#include <algorithm>
#include <numeric>
#include <set>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <scoring/order_training.h>
#include <scoring/signal_features.h>
#include <scoring/signal_registry.h>
#include <scoring/trainer.h>

namespace sekisho::scoring {
namespace {

using Orders = std::vector<const LabelledOrder*>;

/// The orders of [from, to), by time; those of one time as they stood.
Orders orders_in(std::span<const LabelledOrder> orders, Timestamp from, Timestamp to) {
  Orders out;
  for (const LabelledOrder& order : orders)
    if (order.received_at >= from && order.received_at < to) out.push_back(&order);
  // All point into one array: their addresses are their places.
  std::ranges::sort(out, {}, [](const LabelledOrder* order) { return std::pair{order->received_at, order}; });
  return out;
}

std::size_t frauds_among(const Orders& orders) {
  return static_cast<std::size_t>(std::ranges::count_if(orders, &LabelledOrder::fraud));
}

LabelledRows rows_of(const Orders& orders, std::span<const ModelFeature> features) {
  LabelledRows rows;
  rows.columns = features.size();
  for (const LabelledOrder* order : orders)
    rows.add(feature_row(features, order->signals), order->fraud);
  return rows;
}

TrainingReport::InForce in_force(const Orders& orders, std::span<const float> labels) {
  std::set<std::string> names;
  std::vector<float> scores;
  for (const LabelledOrder* order : orders) {
    names.insert(order->model);
    scores.push_back(static_cast<float>(order->score));
  }
  return {.model = fmt::format("{}", fmt::join(names, ", ")), .ranking = Ranking::of(scores, labels)};
}

void judge(const Orders& orders, const ModelFile& model, TrainingReport& report) {
  const LabelledRows rows = rows_of(orders, model.features);
  const RowsView all = rows.all();
  std::vector<float> margins;
  for (std::size_t row = 0; row < rows.rows(); ++row)
    margins.push_back(model.trees.margin(all.row(row)));
  report.judge(margins, rows.labels, model.calibration);
  report.in_force = in_force(orders, rows.labels);
}

}  // namespace

Result<OrderResult> train_on_orders(std::span<const LabelledOrder> orders, const OrderTask& task,
                                    Booster& booster) {
  const Timestamp train_to = task.test_from - task.delay;
  const Orders learnt = orders_in(orders, task.train_from, train_to);
  const Orders judged = orders_in(orders, task.test_from, task.test_to);
  if (judged.empty()) return fail(ErrorKind::invalid, "the test span has no order whose outcome is known");
  auto features = signal_features(signal_registry());
  auto training = train(rows_of(learnt, features), booster, task.seed);
  if (!training) return std::unexpected(training.error());

  OrderResult result{.model = {.features = std::move(features),
                               .trees = training->trees,
                               .calibration = training->calibration,
                               .origin = {.trainer = task.trainer,
                                          .train_from = task.train_from,
                                          .train_to = train_to,
                                          .delay = task.delay,
                                          .seed = task.seed,
                                          .rows = learnt.size(),
                                          .positives = frauds_among(learnt)}},
                     .report = {}};
  result.report.rows = {.train = learnt.size(),
                        .train_positive = frauds_among(learnt),
                        .test = judged.size(),
                        .test_positive = frauds_among(judged)};
  result.report.test_from = task.test_from;
  result.report.test_to = task.test_to;
  result.report.describe(*training, result.model);
  judge(judged, result.model, result.report);
  return result;
}

}  // namespace sekisho::scoring
