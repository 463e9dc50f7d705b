#include <domain/assessment.h>

namespace sekisho {
namespace {

struct WriteValue {
  JsonWriter& out;

  void operator()(Missing) const { out.null(); }

  template <class T>
  void operator()(const T& value) const {
    out.value(value);
  }
};

void write_similar_orders(JsonWriter& out, std::span<const SimilarOrder> orders) {
  out.begin_array();
  for (const auto& order : orders) {
    out.begin_object();
    out.member("id", order.id.str()).member("similarity", order.similarity);
    out.key("touch_points").begin_array();
    for (const auto& point : order.touch_points)
      out.value(std::string_view{point});
    out.end_array().end_object();
  }
  out.end_array();
}

}  // namespace

void write_reasons(JsonWriter& out, std::span<const Reason> reasons) {
  out.begin_array();
  for (const auto& reason : reasons) {
    out.begin_object();
    out.member("code", std::string_view{reason.code});
    out.key("contribution").tenths(reason.contribution);
    out.member("detail", std::string_view{reason.detail});
    out.member("detail_en", std::string_view{reason.detail_en});
    out.end_object();
  }
  out.end_array();
}

void write_json(JsonWriter& out, const Assessment& assessment) {
  const auto write_names = [&out](std::string_view member, const std::vector<std::string>& names) {
    out.key(member).begin_array();
    for (const auto& name : names)
      out.value(std::string_view{name});
    out.end_array();
  };
  out.begin_object();
  out.member("verdict", to_string(assessment.verdict));
  out.key("score").tenths(assessment.score);
  out.key("base").tenths(assessment.base);
  out.key("reasons");
  write_reasons(out, assessment.reasons);
  out.key("signals").begin_object();
  for (const auto& signal : assessment.signals) {
    out.key(signal.name);
    std::visit(WriteValue{out}, signal.value);
  }
  out.end_object();
  out.key("similar_orders");
  write_similar_orders(out, assessment.similar_orders);
  write_names("missing", assessment.missing);
  write_names("shadow_rules", assessment.shadow_rules);
  out.member("policy_version", assessment.policy_version);
  out.member("model", std::string_view{assessment.model});
  out.key("data_versions").begin_object();
  for (const auto& data : assessment.data_versions)
    out.member(data.name, std::string_view{data.version});
  out.end_object();
  out.end_object();
}

}  // namespace sekisho
