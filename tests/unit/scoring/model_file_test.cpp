#include <functional>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <scoring/model_file.h>

#include "trained_models.h"

namespace sekisho::scoring::testing {
namespace {

using Json = nlohmann::json;
using ::testing::Contains;
using ::testing::ElementsAre;

ModelFile small_model() {
  return model_with(
      {{.name = "amount", .source = {}, .value = {}},
       {.name = "phone.kind=mobile", .source = "phone.kind", .kind = FeatureKind::equals, .value = "mobile"},
       {.name = "list.deny", .source = "list.deny", .kind = FeatureKind::present, .value = {}}},
      random_trees(3, 3, 4, 4));
}

/// The pointers of the faults of a file that was changed.
std::vector<std::string> faults_after(const std::function<void(Json&)>& change) {
  Json document = Json::parse(write_model(small_model()));
  change(document);
  const auto read = read_model(document.dump());
  if (read) return {"accepted"};
  std::vector<std::string> out;
  for (const Fault& fault : read.error().faults)
    out.push_back(fault.pointer);
  return out;
}

TEST(ModelFile, ReadsBackAsItWasWritten) {
  const ModelFile model = small_model();
  const auto read = read_model(write_model(model));
  ASSERT_TRUE(read) << read.error().detail << ' ' << read.error().faults.front().detail;
  EXPECT_EQ(*read, model);
  EXPECT_EQ(read->hash(), model.hash());
}

TEST(ModelFile, IsHashedByContentAndNotByLayout) {
  const Json document = Json::parse(write_model(small_model()));
  EXPECT_TRUE(read_model(document.dump(2)));
}

TEST(ModelFile, IsRefusedWhenAnythingInItWasChanged) {
  EXPECT_THAT(faults_after([](Json& d) { d["calibration"]["offset"] = 5.0; }), ElementsAre("/sha256"));
  EXPECT_THAT(faults_after([](Json& d) { d["features"][0]["name"] = "other"; }), ElementsAre("/sha256"));
  EXPECT_THAT(faults_after([](Json& d) { d["span"]["to"] = "2026-03-01T00:00:00Z"; }),
              ElementsAre("/sha256"));
  EXPECT_THAT(faults_after([](Json& d) { d["trees"].erase(0); }), ElementsAre("/sha256"));
  EXPECT_THAT(faults_after([](Json& d) { d["sha256"] = std::string(64, '0'); }), ElementsAre("/sha256"));
}

TEST(ModelFile, NamesWhatIsWrongWithIt) {
  EXPECT_THAT(faults_after([](Json& d) { d["format"] = "onnx"; }), ElementsAre("/format"));
  EXPECT_THAT(faults_after([](Json& d) { d["format_version"] = 2; }), ElementsAre("/format_version"));
  EXPECT_THAT(faults_after([](Json& d) { d["surprise"] = 1; }), Contains("/surprise"));
  EXPECT_THAT(faults_after([](Json& d) { d["features"] = Json::array(); }), Contains("/features"));
  EXPECT_THAT(faults_after([](Json& d) { d["features"][1]["name"] = "amount"; }), Contains("/features/1"));
  EXPECT_THAT(faults_after([](Json& d) { d["features"][1]["kind"] = "square"; }),
              Contains("/features/1/kind"));
  EXPECT_THAT(faults_after([](Json& d) { d["features"].erase(2); }), Contains("/trees"));
  EXPECT_THAT(faults_after([](Json& d) { d["calibration"]["scale"] = 0; }), Contains("/calibration/scale"));
  EXPECT_THAT(faults_after([](Json& d) { d["base"] = "x"; }), Contains("/base"));
  EXPECT_THAT(faults_after([](Json& d) { d["rows"] = -1; }), Contains("/rows"));
  EXPECT_THAT(faults_after([](Json& d) { d["span"]["from"] = "yesterday"; }), Contains("/span/from"));
  EXPECT_THAT(faults_after([](Json& d) { d["trees"][1]["value"].push_back(1); }), Contains("/trees/1"));
  EXPECT_THAT(faults_after([](Json& d) { d["trees"][1]["value"][0] = nullptr; }), Contains("/trees/1"));
  EXPECT_THAT(faults_after([](Json& d) { d["trees"][0]["feature"][0] = 3; }), Contains("/trees"));
  EXPECT_THAT(faults_after([](Json& d) { d["trees"][0]["cover"][0] = 0; }), Contains("/trees"));
  EXPECT_THAT(faults_after([](Json& d) { d["trees"][0]["value"][0] = 1e300; }), Contains("/trees"));
}

TEST(ModelFile, IsRefusedWhenItIsNoDocumentAtAll) {
  EXPECT_FALSE(read_model(""));
  EXPECT_FALSE(read_model("[]"));
  EXPECT_FALSE(read_model(R"({"format":"sekisho-model","format":"sekisho-model"})"));
}

}  // namespace
}  // namespace sekisho::scoring::testing
