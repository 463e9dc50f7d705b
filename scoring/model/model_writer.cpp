#include <array>
#include <charconv>

#include <domain/crypto.h>
#include <domain/json_writer.h>
#include <scoring/model_file.h>

#include "model/model_names.h"

namespace sekisho::scoring {
namespace {

/// The shortest text that reads back as the same float: the hash depends on it.
template <class Number>
void write_number(JsonWriter& out, Number number) {
  std::array<char, 64> text{};
  const auto end = std::to_chars(text.data(), text.data() + text.size(), number).ptr;
  out.raw({text.data(), end});
}

void write_features(JsonWriter& out, const ModelFile& model) {
  out.key("features").begin_array();
  for (const ModelFeature& feature : model.features) {
    out.begin_object().member("name", std::string_view(feature.name));
    if (!feature.source.empty()) {
      out.member("signal", std::string_view(feature.source))
          .member("kind", name_of(feature_kinds, feature.kind));
      if (feature.kind == FeatureKind::equals) out.member("value", std::string_view(feature.value));
    }
    out.end_object();
  }
  out.end_array();
}

void write_origin(JsonWriter& out, const ModelOrigin& origin) {
  out.member("trainer", std::string_view(origin.trainer));
  out.key("span").begin_object();
  out.member("from", std::string_view(format_rfc3339(origin.train_from)));
  out.member("to", std::string_view(format_rfc3339(origin.train_to)));
  out.member("delay_seconds", std::int64_t{origin.delay.count()}).end_object();
  out.key("seed").raw(std::to_string(origin.seed));
  out.key("rows").raw(std::to_string(origin.rows));
  out.key("positives").raw(std::to_string(origin.positives));
}

/// A tree's nodes in preorder, as parallel arrays: the structure follows from which of them are leaves.
void write_tree(JsonWriter& out, std::span<const Trees::Node> tree) {
  out.begin_object();
  out.key("feature").begin_array();
  for (const auto& node : tree)
    out.value(std::int64_t{node.feature});
  out.end_array().key("value").begin_array();
  for (const auto& node : tree)
    write_number(out, node.value);
  out.end_array().key("cover").begin_array();
  for (const auto& node : tree)
    write_number(out, node.cover);
  out.end_array().key("missing_left").begin_array();
  for (const auto& node : tree)
    out.value(node.missing_left ? 1 : 0);
  out.end_array().end_object();
}

std::string content_of(const ModelFile& model) {
  std::string text;
  JsonWriter out(text);
  out.member("format", format_name).member("format_version", ModelFile::format_version);
  write_origin(out, model.origin);
  write_features(out, model);
  out.key("calibration").begin_object();
  write_number(out.key("scale"), model.calibration.scale);
  write_number(out.key("offset"), model.calibration.offset);
  out.end_object();
  write_number(out.key("base"), model.trees.base());
  out.key("trees").begin_array();
  for (std::size_t i = 0; i < model.trees.size(); ++i)
    write_tree(out, model.trees.tree(i));
  out.end_array();
  return text;
}

std::string hash_of(std::string_view content) {
  return hex_encode(view_of(sha256(content)));
}

}  // namespace

std::string ModelFile::hash() const {
  return hash_of(content_of(*this));
}

std::string write_model(const ModelFile& model) {
  const std::string content = content_of(model);
  return "{" + content + R"(,"sha256":")" + hash_of(content) + "\"}\n";
}

}  // namespace sekisho::scoring
