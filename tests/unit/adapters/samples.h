#pragma once

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

namespace sekisho::adapters {

[[nodiscard]] inline std::filesystem::path samples_folder() {
  return std::filesystem::path{SEKISHO_TEST_DATA} / "qualva";
}

/// The bytes of one file of tests/data/qualva.
[[nodiscard]] inline std::string sample(std::string_view name) {
  const auto file = samples_folder() / name;
  std::ifstream in{file, std::ios::binary};
  if (!in) throw std::runtime_error{"cannot read " + file.string()};
  std::ostringstream text;
  text << in.rdbuf();
  return std::move(text).str();
}

/// The same, to be changed before it is dumped.
[[nodiscard]] inline nlohmann::ordered_json sample_json(std::string_view name) {
  return nlohmann::ordered_json::parse(sample(name));
}

[[nodiscard]] inline std::vector<std::string> sample_names() {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator{samples_folder()}) {
    if (entry.path().extension() == ".json") names.push_back(entry.path().filename().string());
  }
  std::ranges::sort(names);
  return names;
}

}  // namespace sekisho::adapters
