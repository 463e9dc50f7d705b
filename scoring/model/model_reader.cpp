#include <cmath>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include <domain/crypto.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <scoring/model_file.h>

#include "json/object_reader.h"
#include "model/model_names.h"

namespace sekisho::scoring {
namespace {

using Json = nlohmann::json;
using Node = Trees::Node;

/// Fills a ModelFile from its document, and gathers the faults.
class ModelReader {
 public:
  explicit ModelReader(const Json& document) : document_(document) {}

  Result<ModelFile> read() {
    ObjectReader top(document_, "", faults_);
    if (!is_our_format(top)) return refuse();
    ModelFile model;
    read_origin(top, model.origin);
    if (const Json* features = top.required_array("features")) read_features(*features, model.features);
    if (const Json* line = top.required("calibration")) read_calibration(*line, model.calibration);
    const double base = number(top, "base");
    const Json* trees = top.required_array("trees");
    const std::string hash = top.required_text("sha256").value_or("");
    top.refuse_others();
    if (trees != nullptr && faults_.empty()) read_trees(*trees, static_cast<float>(base), model);
    if (!faults_.empty()) return refuse();
    if (const std::string right = model.hash(); hash != right)
      top.fault("sha256", fmt::format("is not the hash of this content, which is {}", right));
    if (!faults_.empty()) return refuse();
    return model;
  }

 private:
  std::unexpected<Error> refuse() {
    return fail(ErrorKind::invalid, "the model is not usable", std::move(faults_));
  }

  bool is_our_format(ObjectReader& top) {
    const Json* version = top.required("format_version");
    if (top.required_text("format").value_or("") != format_name) top.fault("format", "must be sekisho-model");
    if (version != nullptr && *version != ModelFile::format_version)
      top.fault("format_version", "is not one that this version reads");
    return faults_.empty();
  }

  double number(ObjectReader& object, std::string_view name) {
    const Json* value = object.required(name);
    if (value == nullptr) return 0;
    if (value->is_number() && std::isfinite(value->get<double>())) return value->get<double>();
    object.fault(name, "must be a finite number");
    return 0;
  }

  std::uint64_t count(ObjectReader& object, std::string_view name) {
    const Json* value = object.required(name);
    if (value == nullptr) return 0;
    if (value->is_number_unsigned()) return value->get<std::uint64_t>();
    object.fault(name, "must be a whole number, not negative");
    return 0;
  }

  Timestamp time(ObjectReader& object, std::string_view name) {
    const auto text = object.required_text(name);
    if (!text) return {};
    const auto at = parse_rfc3339(*text);
    if (!at) object.fault(name, "must be an RFC 3339 time");
    return at.value_or(Timestamp{});
  }

  void read_origin(ObjectReader& top, ModelOrigin& origin) {
    origin.trainer = top.required_text("trainer").value_or("");
    origin.seed = count(top, "seed");
    origin.rows = count(top, "rows");
    origin.positives = count(top, "positives");
    const Json* member = top.required("span");
    if (member == nullptr) return;
    ObjectReader span(*member, "/span", faults_);
    origin.train_from = time(span, "from");
    origin.train_to = time(span, "to");
    constexpr std::uint64_t longest = std::uint64_t{10'000} * 86'400;
    const std::uint64_t delay = count(span, "delay_seconds");
    if (delay > longest) span.fault("delay_seconds", "is too long");
    origin.delay = std::chrono::seconds{delay > longest ? 0 : delay};
    span.refuse_others();
  }

  void read_calibration(const Json& value, Calibration& line) {
    ObjectReader object(value, "/calibration", faults_);
    line.scale = number(object, "scale");
    line.offset = number(object, "offset");
    if (line.scale <= 0) object.fault("scale", "must be above 0");
    object.refuse_others();
  }

  void read_features(const Json& values, std::vector<ModelFeature>& features) {
    if (values.empty() || values.size() > Trees::max_features) {
      faults_.push_back({.pointer = "/features", .detail = "has none or too many"});
      return;
    }
    std::set<std::string> names;
    for (std::size_t i = 0; i < values.size(); ++i) {
      const std::string pointer = fmt::format("/features/{}", i);
      features.push_back(read_feature(values[i], pointer));
      const std::string& name = features.back().name;
      if (name.size() > ModelFile::max_name)
        faults_.push_back({.pointer = pointer, .detail = "its name is too long"});
      if (!name.empty() && !names.insert(name).second)
        faults_.push_back({.pointer = pointer, .detail = "has the name of another one"});
    }
  }

  ModelFeature read_feature(const Json& value, const std::string& pointer) {
    ObjectReader object(value, pointer, faults_);
    ModelFeature feature;
    feature.name = object.required_text("name").value_or("");
    if (object.find("signal") != nullptr) {
      feature.source = object.required_text("signal").value_or("");
      const auto kind = named(feature_kinds, object.required_text("kind").value_or(""));
      if (!kind) object.fault("kind", "must be number, equals or present");
      feature.kind = kind.value_or(FeatureKind::number);
      if (feature.kind == FeatureKind::equals) feature.value = object.required_text("value").value_or("");
    }
    object.refuse_others();
    return feature;
  }

  void read_trees(const Json& values, float base, ModelFile& model) {
    std::vector<std::vector<Node>> trees;
    std::size_t nodes = 0;
    for (std::size_t i = 0; i < values.size() && faults_.empty() && nodes <= Trees::max_nodes; ++i) {
      trees.push_back(read_tree(values[i], fmt::format("/trees/{}", i)));
      nodes += trees.back().size();
    }
    if (!faults_.empty()) return;
    auto forest = Trees::from_preorder(model.features.size(), base, trees);
    if (!forest) {
      faults_.push_back({.pointer = "/trees", .detail = forest.error().detail});
    } else {
      model.trees = std::move(*forest);
    }
  }

  std::vector<Node> read_tree(const Json& value, const std::string& pointer) {
    ObjectReader object(value, pointer, faults_);
    const Json* feature = object.required_array("feature");
    const Json* leaf = object.required_array("value");
    const Json* cover = object.required_array("cover");
    const Json* missing_left = object.required_array("missing_left");
    object.refuse_others();
    std::vector<Node> nodes;
    if (feature == nullptr || leaf == nullptr || cover == nullptr || missing_left == nullptr) return nodes;
    const std::size_t size = feature->size();
    if (leaf->size() != size || cover->size() != size || missing_left->size() != size) {
      object.fault_of_all("its arrays differ in length");
      return nodes;
    }
    for (std::size_t i = 0; i < size; ++i) {
      const auto node = read_node((*feature)[i], (*leaf)[i], (*cover)[i], (*missing_left)[i]);
      if (!node) {
        object.fault_of_all(fmt::format("node {} is damaged", i));
        return nodes;
      }
      nodes.push_back(*node);
    }
    return nodes;
  }

  static std::optional<Node> read_node(const Json& feature, const Json& value, const Json& cover,
                                       const Json& missing_left) {
    if (!feature.is_number_integer() || !value.is_number() || !cover.is_number()) return std::nullopt;
    if (missing_left != 0 && missing_left != 1) return std::nullopt;
    const auto column = feature.get<std::int64_t>();
    if (column < -1 || column >= static_cast<std::int64_t>(Trees::max_features)) return std::nullopt;
    return Node{.value = value.get<float>(),
                .cover = cover.get<float>(),
                .feature = static_cast<std::int32_t>(column),
                .missing_left = missing_left == 1};
  }

  const Json& document_;
  std::vector<Fault> faults_;
};

}  // namespace

Result<ModelFile> read_model(std::string_view text) {
  if (text.size() > ModelFile::max_bytes) return fail(ErrorKind::invalid, "the model is too long");
  const auto document = parse_json_object(text);
  if (!document) return std::unexpected(document.error());
  return ModelReader(*document).read();
}

}  // namespace sekisho::scoring
