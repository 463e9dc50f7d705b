#include <algorithm>
#include <chrono>
#include <optional>
#include <utility>

#include <scoring/table_training.h>
#include <scoring/trainer.h>

#include "training/thinning.h"

namespace sekisho::scoring {
namespace {

constexpr std::size_t most_rows = 250'000;
constexpr std::size_t cards_a_day = 100;
constexpr double whole_scale = 100;

/// Rows [from, to) by place.
struct Places {
  std::size_t from = 0;
  std::size_t to = 0;
};

Places places_of(const LabelledTable& table, Timestamp from, Timestamp to) {
  const auto place = [&](Timestamp at) {
    return static_cast<std::size_t>(std::ranges::lower_bound(table.times, at) - table.times.begin());
  };
  return {.from = place(from), .to = place(to)};
}

std::size_t positives_in(const LabelledTable& table, Places places) {
  const auto begin = table.labels.begin();
  return static_cast<std::size_t>(std::count(begin + static_cast<std::ptrdiff_t>(places.from),
                                             begin + static_cast<std::ptrdiff_t>(places.to), 1));
}

/// When each value of the first entity had its first positive row from the training span on.
class Caught {
 public:
  Caught(const LabelledTable& table, Timestamp since, Milliseconds delay)
      : table_(table), first_(table.entities.front().distinct, Timestamp::max()), delay_(delay) {
    for (std::size_t row = 0; row < table.rows(); ++row) {
      const std::uint32_t value = table.entities.front().values[row];
      if (table.labels[row] == 0 || table.times[row] < since || value == Entity::none) continue;
      first_[value] = std::min(first_[value], table.times[row]);
    }
  }

  /// Whether the row's value was known to be positive when the row's day began.
  [[nodiscard]] bool before(std::size_t row) const {
    const std::uint32_t value = table_.entities.front().values[row];
    if (value == Entity::none) return false;
    return first_[value] < std::chrono::floor<std::chrono::days>(table_.times[row]) - delay_;
  }

 private:
  const LabelledTable& table_;
  std::vector<Timestamp> first_;
  Milliseconds delay_;
};

/// One pass over the table: what is learnt, then what is judged.
class TableRun {
 public:
  TableRun(const LabelledTable& table, const TableTask& task, Booster& booster, const TableSinks& sinks)
      : table_(table),
        task_(task),
        booster_(booster),
        sinks_(sinks),
        features_(table, task.windows),
        numbers_(features_.names().size()),
        row_(features_.names().size()),
        train_(places_of(table, task.spans.train_from, task.spans.train_to)),
        test_(places_of(table, task.spans.test_from, task.spans.test_to)) {}

  Result<TableResult> run() {
    if (test_.from == test_.to) return fail(ErrorKind::invalid, "the table has no row in the test span");
    for (; next_ < train_.from; ++next_)
      features_.skip();
    const LabelledRows learnt = gather();
    auto training = train(learnt, booster_, task_.seed);
    if (!training) return std::unexpected(training.error());
    TableResult result{.model = model_of(*training), .report = {}};
    while (next_ < test_.from)
      compute();
    result.report.describe(*training, result.model);
    if (!judge(result)) return fail(ErrorKind::invalid, "the test span has no row to judge");
    return result;
  }

 private:
  /// The columns of the next row, in numbers_ and row_.
  void compute() {
    features_.next(numbers_);
    std::ranges::transform(numbers_, row_.begin(), [](double number) { return static_cast<float>(number); });
    if (sinks_.features) sinks_.features(table_.id(next_), std::span(numbers_).first(features_.pinned()));
    ++next_;
  }

  LabelledRows gather() {
    const std::size_t positive = positives_in(table_, train_);
    const Thinning thinning(positive, train_.to - train_.from - positive, most_rows, task_.seed);
    LabelledRows rows;
    rows.columns = row_.size();
    while (next_ < train_.to) {
      const bool is_positive = table_.labels[next_] != 0;
      const float weight = thinning.weight(next_, is_positive);
      compute();
      if (weight > 0) rows.add(row_, is_positive, weight);
    }
    return rows;
  }

  [[nodiscard]] ModelFile model_of(const Training& training) const {
    ModelFile model{.features = {},
                    .trees = training.trees,
                    .calibration = training.calibration,
                    .origin = {.trainer = task_.trainer,
                               .train_from = task_.spans.train_from,
                               .train_to = task_.spans.train_to,
                               .delay = std::chrono::duration_cast<std::chrono::seconds>(task_.windows.delay),
                               .seed = task_.seed,
                               .rows = train_.to - train_.from,
                               .positives = positives_in(table_, train_)}};
    for (const std::string& name : features_.names())
      model.features.push_back({.name = name, .source = {}, .value = {}});
    return model;
  }

  /// Scores the test span. False when none of its rows is left to judge.
  bool judge(TableResult& result) {
    const Caught caught(table_, task_.spans.train_from, task_.windows.delay);
    std::vector<float> margins;
    std::vector<float> labels;
    std::vector<CardScore> cards;
    for (std::size_t row = next_; row < test_.to; ++row) {
      compute();
      const float margin = result.model.trees.margin(row_);
      if (sinks_.scores)
        sinks_.scores(table_.id(row),
                      whole_scale * probability_of(result.model.calibration.log_odds(margin)));
      if (caught.before(row)) continue;
      const bool positive = table_.labels[row] != 0;
      margins.push_back(margin);
      labels.push_back(positive ? 1.0F : 0.0F);
      const std::uint32_t card = table_.entities.front().values[row];
      const auto day = std::chrono::floor<std::chrono::days>(table_.times[row]).time_since_epoch().count();
      if (card != Entity::none)
        cards.push_back({.day = day, .card = card, .score = margin, .positive = positive});
    }
    TrainingReport& report = result.report;
    report.rows = {.train = train_.to - train_.from,
                   .train_positive = positives_in(table_, train_),
                   .test = labels.size(),
                   .test_positive = static_cast<std::size_t>(std::ranges::count(labels, 1.0F))};
    report.test_from = task_.spans.test_from;
    report.test_to = task_.spans.test_to;
    report.judge(margins, labels, result.model.calibration);
    report.card_precision_at_100 = card_precision(cards, cards_a_day);
    return !labels.empty();
  }

  const LabelledTable& table_;
  const TableTask& task_;
  Booster& booster_;
  const TableSinks& sinks_;
  TableFeatures features_;
  std::vector<double> numbers_;
  std::vector<float> row_;
  Places train_;
  Places test_;
  std::size_t next_ = 0;
};

}  // namespace

Result<TableResult> train_on_table(const LabelledTable& table, const TableTask& task, Booster& booster,
                                   const TableSinks& sinks) {
  return TableRun(table, task, booster, sinks).run();
}

}  // namespace sekisho::scoring
