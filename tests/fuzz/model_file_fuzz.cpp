// A model file that is accepted is whole: it writes and reads back as itself, and scores and explains without
// a fault, whatever numbers are in it. What is refused has a reason. The same for a model in libxgboost's
// JSON.

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <limits>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>
#include <scoring/model_file.h>
#include <scoring/tree_model.h>

namespace {

using sekisho::scoring::ModelFile;
using sekisho::scoring::Trees;

void use(const Trees& trees) {
  std::vector<double> contributions(trees.features());
  for (const float value : {std::numeric_limits<float>::quiet_NaN(), 0.0F, 1e30F}) {
    const std::vector<float> row(trees.features(), value);
    trees.contributions(row, contributions);
    double sum = trees.expected();
    for (const double one : contributions)
      sum += one;
    if (std::isnan(sum) || std::isnan(trees.margin(row))) std::abort();
  }
}

/// The bytes, and the same with the hash that they ought to have: else no mutation would get past it.
void read(std::string_view text) {
  auto model = sekisho::scoring::read_model(text);
  if (!model) {
    if (model.error().detail.empty()) std::abort();
    return;
  }
  const auto again = sekisho::scoring::read_model(sekisho::scoring::write_model(*model));
  if (!again || *again != *model) std::abort();
  use(model->trees);
  if (const auto served = sekisho::scoring::TreeModel::create(std::move(*model)); !served) {
    if (served.error().faults.empty()) std::abort();
  }
}

/// What a fault at the hash alone would have been accepted with.
void read_with_right_hash(std::string_view text) {
  auto document = nlohmann::json::parse(text, nullptr, false);
  if (!document.is_object()) return;
  const auto refused = sekisho::scoring::read_model(text);
  if (refused || refused.error().faults.size() != 1 || refused.error().faults.front().pointer != "/sha256")
    return;
  const std::string& detail = refused.error().faults.front().detail;
  if (const auto hash = detail.rfind(' '); hash != std::string::npos) {
    document["sha256"] = detail.substr(hash + 1);
    read(document.dump());
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text{reinterpret_cast<const char*>(data), size};
  read(text);
  read_with_right_hash(text);
  if (const auto trees = Trees::from_xgboost(text)) use(*trees);
  return 0;
}
