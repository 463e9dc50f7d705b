#include <cmath>
#include <cstdlib>
#include <optional>
#include <string>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <scoring/trees.h>

// libxgboost keeps a tree as parallel arrays whose order is its own: children are numbers of nodes, -1 for
// none, and nodes that pruning took out leave holes. What is read here is walked from the root, so that each
// node is met once.

namespace sekisho::scoring {
namespace {

using Json = nlohmann::json;
using Node = Trees::Node;

std::unexpected<Error> refuse(std::string_view what) {
  return fail(ErrorKind::invalid, fmt::format("not a usable XGBoost model: {}", what));
}

/// The member at the end of a path of names, or null.
const Json* find(const Json& from, std::initializer_list<std::string_view> names) {
  const Json* at = &from;
  for (const auto name : names) {
    if (!at->is_object()) return nullptr;
    const auto found = at->find(name);
    if (found == at->end()) return nullptr;
    at = &*found;
  }
  return at;
}

bool says(const Json& document, std::initializer_list<std::string_view> names, std::string_view text) {
  const Json* member = find(document, names);
  return member != nullptr && member->is_string() && member->get_ref<const std::string&>() == text;
}

/// libxgboost writes its parameters as texts.
std::optional<double> number_in(const Json& document, std::initializer_list<std::string_view> names) {
  const Json* member = find(document, names);
  if (member == nullptr || !member->is_string()) return std::nullopt;
  const std::string& text = member->get_ref<const std::string&>();
  char* end = nullptr;
  const double number = std::strtod(text.c_str(), &end);
  if (text.empty() || end != text.c_str() + text.size() || !std::isfinite(number)) return std::nullopt;
  return number;
}

/// One tree's arrays.
class TreeReader {
 public:
  explicit TreeReader(const Json& tree)
      : left_(find(tree, {"left_children"})),
        right_(find(tree, {"right_children"})),
        feature_(find(tree, {"split_indices"})),
        value_(find(tree, {"split_conditions"})),
        default_left_(find(tree, {"default_left"})),
        cover_(find(tree, {"sum_hessian"})) {}

  [[nodiscard]] bool whole() const {
    for (const Json* array : {left_, right_, feature_, value_, default_left_, cover_}) {
      if (array == nullptr || !array->is_array() || array->empty() || array->size() != left_->size())
        return false;
    }
    return true;
  }

  /// The tree in preorder; nothing when it is none.
  [[nodiscard]] std::optional<std::vector<Node>> read() {
    std::vector<Node> out;
    std::vector<std::int64_t> waiting = {0};
    while (!waiting.empty()) {
      const std::int64_t at = waiting.back();
      waiting.pop_back();
      // A node that is reached twice makes the walk longer than the tree.
      if (at < 0 || static_cast<std::size_t>(at) >= left_->size() || out.size() == left_->size())
        return std::nullopt;
      const auto node = read_node(static_cast<std::size_t>(at));
      if (!node) return std::nullopt;
      out.push_back(*node);
      if (node->feature < 0) continue;
      waiting.push_back((*right_)[static_cast<std::size_t>(at)].get<std::int64_t>());
      waiting.push_back((*left_)[static_cast<std::size_t>(at)].get<std::int64_t>());
    }
    return out;
  }

 private:
  [[nodiscard]] std::optional<Node> read_node(std::size_t at) const {
    const Json& left = (*left_)[at];
    const Json& right = (*right_)[at];
    const Json& value = (*value_)[at];
    const Json& cover = (*cover_)[at];
    if (!left.is_number_integer() || !right.is_number_integer() || !value.is_number() || !cover.is_number())
      return std::nullopt;
    // Rounding can leave a cover of zero below a split; shares need something to divide.
    constexpr float least = 1e-6F;
    Node node{.value = value.get<float>(), .cover = std::max(cover.get<float>(), least)};
    if (left == -1 && right == -1) return node;
    const Json& feature = (*feature_)[at];
    const auto missing_left = flag((*default_left_)[at]);
    if (!feature.is_number_unsigned() || feature.get<std::uint64_t>() >= Trees::max_features || !missing_left)
      return std::nullopt;
    node.feature = feature.get<std::int32_t>();
    node.missing_left = *missing_left;
    return node;
  }

  /// `true` in some versions, `1` in others.
  [[nodiscard]] static std::optional<bool> flag(const Json& value) {
    if (value.is_boolean()) return value.get<bool>();
    if (value.is_number_integer()) return value.get<std::int64_t>() != 0;
    return std::nullopt;
  }

  const Json* left_;
  const Json* right_;
  const Json* feature_;
  const Json* value_;
  const Json* default_left_;
  const Json* cover_;
};

}  // namespace

Result<Trees> Trees::from_xgboost(std::string_view json) {
  const Json document = Json::parse(json, nullptr, false);
  if (document.is_discarded()) return refuse("it is not JSON");
  if (!says(document, {"learner", "objective", "name"}, "binary:logistic"))
    return refuse("its objective is not binary:logistic");
  if (!says(document, {"learner", "gradient_booster", "name"}, "gbtree"))
    return refuse("its booster is not gbtree");
  const auto features = number_in(document, {"learner", "learner_model_param", "num_feature"});
  const auto start = number_in(document, {"learner", "learner_model_param", "base_score"});
  if (!features || *features < 1 || *features > static_cast<double>(max_features))
    return refuse("its number of features is out of bounds");
  if (!start || *start <= 0 || *start >= 1) return refuse("its base_score is no probability");
  const Json* trees = find(document, {"learner", "gradient_booster", "model", "trees"});
  if (trees == nullptr || !trees->is_array()) return refuse("it has no trees");

  std::vector<std::vector<Node>> read;
  for (const Json& tree : *trees) {
    TreeReader reader(tree);
    auto nodes = reader.whole() ? reader.read() : std::nullopt;
    if (!nodes) return refuse("one of its trees is damaged");
    read.push_back(std::move(*nodes));
  }
  const float base = -std::log(1.0F / static_cast<float>(*start) - 1.0F);
  return from_preorder(static_cast<std::size_t>(*features), base, read);
}

}  // namespace sekisho::scoring
