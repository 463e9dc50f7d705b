#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <ranges>
#include <set>
#include <unordered_map>

#include <scoring/evaluation.h>

namespace sekisho::scoring {
namespace {

/// The rows at one score, and all above it.
struct Group {
  float score = 0;
  double positive = 0;
  double negative = 0;
};

std::vector<std::uint32_t> from_highest(std::span<const float> scores) {
  std::vector<std::uint32_t> order(scores.size());
  std::ranges::copy(std::views::iota(0U, static_cast<std::uint32_t>(order.size())), order.begin());
  std::ranges::sort(order, [&](std::uint32_t a, std::uint32_t b) { return scores[a] > scores[b]; });
  return order;
}

/// The distinct scores from the highest down.
std::vector<Group> groups_of(std::span<const float> scores, std::span<const float> labels,
                             std::span<const float> weights) {
  std::vector<Group> groups;
  for (const std::uint32_t row : from_highest(scores)) {
    if (groups.empty() || groups.back().score != scores[row]) groups.push_back({.score = scores[row]});
    const double weight = weights.empty() ? 1.0 : weights[row];
    (labels[row] > 0 ? groups.back().positive : groups.back().negative) += weight;
  }
  return groups;
}

Group total_of(std::span<const Group> groups) {
  Group total;
  for (const Group& group : groups) {
    total.positive += group.positive;
    total.negative += group.negative;
  }
  return total;
}

struct Card {
  std::uint32_t number = 0;
  float score = 0;
  bool positive = false;
};

/// The cards of one day, but for those in `caught`.
std::vector<Card> cards_of(std::span<const CardScore* const> rows, const std::set<std::uint32_t>& caught) {
  std::unordered_map<std::uint32_t, Card> cards;
  for (const CardScore* row : rows) {
    if (caught.contains(row->card)) continue;
    auto& card = cards.try_emplace(row->card, Card{row->card, row->score, false}).first->second;
    card.score = std::max(card.score, row->score);
    card.positive = card.positive || row->positive;
  }
  std::vector<Card> out;
  out.reserve(cards.size());
  for (const auto& [number, card] : cards)
    out.push_back(card);
  std::ranges::sort(out, [](const Card& a, const Card& b) {
    return a.score != b.score ? a.score > b.score : a.number < b.number;
  });
  return out;
}

}  // namespace

double auc_roc(std::span<const float> scores, std::span<const float> labels) {
  const auto groups = groups_of(scores, labels, {});
  const Group total = total_of(groups);
  if (total.positive <= 0 || total.negative <= 0) return 0.5;
  double above = 0;
  double area = 0;
  for (const Group& group : groups) {
    area += group.negative * (above + group.positive / 2);
    above += group.positive;
  }
  return area / (total.positive * total.negative);
}

double average_precision(std::span<const float> scores, std::span<const float> labels,
                         std::span<const float> weights) {
  const auto groups = groups_of(scores, labels, weights);
  const Group total = total_of(groups);
  if (total.positive <= 0) return 0;
  Group above;
  double sum = 0;
  for (const Group& group : groups) {
    above.positive += group.positive;
    above.negative += group.negative;
    sum += group.positive / total.positive * above.positive / (above.positive + above.negative);
  }
  return sum;
}

double recall_at(std::span<const float> scores, std::span<const float> labels, double challenged) {
  const auto groups = groups_of(scores, labels, {});
  const Group total = total_of(groups);
  if (total.positive <= 0) return 0;
  Group above;
  for (const Group& group : groups) {
    if (above.negative + group.negative > challenged * total.negative) break;
    above.positive += group.positive;
    above.negative += group.negative;
  }
  return above.positive / total.positive;
}

double card_precision(std::span<const CardScore> rows, std::size_t k) {
  std::map<std::int64_t, std::vector<const CardScore*>> days;
  for (const CardScore& row : rows)
    days[row.day].push_back(&row);
  if (days.empty()) return 0;
  std::set<std::uint32_t> caught;
  std::size_t hits = 0;
  for (const auto& [day, of_day] : days) {
    auto cards = cards_of(of_day, caught);
    if (cards.size() > k) cards.resize(k);
    for (const Card& card : cards) {
      if (!card.positive) continue;
      caught.insert(card.number);
      ++hits;
    }
  }
  return static_cast<double>(hits) / static_cast<double>(k * days.size());
}

std::vector<CurvePoint> curve(std::span<const float> scores, std::span<const float> labels,
                              std::size_t points) {
  const auto groups = groups_of(scores, labels, {});
  const Group total = total_of(groups);
  std::vector<CurvePoint> out;
  if (total.positive <= 0 || total.negative <= 0) return out;
  // Both axes together are 2 long; the first and the last point come on top of the strides.
  const double stride = 2.0 / static_cast<double>(points - 2);
  Group above;
  double last = 0;
  for (const Group& group : groups) {
    above.positive += group.positive;
    above.negative += group.negative;
    const double challenged = above.negative / total.negative;
    const double recall = above.positive / total.positive;
    const bool ends = &group == &groups.back();
    if (!ends && !out.empty() && challenged + recall - last < stride) continue;
    last = challenged + recall;
    out.push_back({.threshold = group.score,
                   .challenged = challenged,
                   .recall = recall,
                   .precision = above.positive / (above.positive + above.negative)});
  }
  return out;
}

std::vector<CalibrationBin> calibration_table(std::span<const float> probabilities,
                                              std::span<const float> labels) {
  constexpr std::array edges = {0.0, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 0.5, 0.7, 0.9, 1.0};
  std::vector<CalibrationBin> bins;
  for (std::size_t i = 0; i + 1 < edges.size(); ++i)
    bins.push_back({.from = edges[i], .to = edges[i + 1]});
  for (std::size_t i = 0; i < probabilities.size(); ++i) {
    const auto above = std::upper_bound(edges.begin() + 1, edges.end() - 1, probabilities[i]);
    CalibrationBin& bin = bins[static_cast<std::size_t>(above - edges.begin()) - 1];
    ++bin.rows;
    bin.predicted += probabilities[i];
    bin.observed += labels[i] > 0 ? 1 : 0;
  }
  std::erase_if(bins, [](const CalibrationBin& bin) { return bin.rows == 0; });
  for (CalibrationBin& bin : bins) {
    bin.predicted /= static_cast<double>(bin.rows);
    bin.observed /= static_cast<double>(bin.rows);
  }
  return bins;
}

}  // namespace sekisho::scoring
