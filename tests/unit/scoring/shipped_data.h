#pragma once

#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>

#include <scoring/engine.h>
#include <scoring/reference_data.h>

/// The shipped tables as they lie in the build, below SEKISHO_SHARE.
namespace sekisho::scoring::testing {

inline std::string shipped_file(const std::string& name) {
  const std::string path = SEKISHO_SHARE "/data/" + name;
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  if (!(text << file.rdbuf())) throw std::runtime_error("cannot read " + path);
  return std::move(text).str();
}

inline ReferenceTexts shipped_texts() {
  return {.postal_codes = shipped_file("postal-codes.tsv"),
          .town_chome = shipped_file("town-chome.tsv"),
          .kanji_variants = shipped_file("kanji-variants.tsv"),
          .disposable_mail = shipped_file("mail-disposable.txt"),
          .relay_mail = shipped_file("mail-relay.txt"),
          .free_mail = shipped_file("mail-free.txt"),
          .carrier_mail = shipped_file("mail-carrier.txt"),
          .phone_plan = shipped_file("phone-jp.json"),
          .prank_names = shipped_file("names-prank.txt"),
          .name_readings = shipped_file("name-readings.tsv"),
          .modern_names = shipped_file("names-modern.tsv"),
          .kanji_readings = shipped_file("kanji-readings.tsv"),
          .ip_countries = shipped_file("ip-country.bin"),
          .networks = shipped_file("networks.tsv")};
}

/// Loaded once for the process: the data are immutable.
inline const ReferenceData& shipped_data() {
  static const ReferenceData data = ReferenceData::load(shipped_texts()).value();
  return data;
}

inline const Engine& shipped_engine() {
  static const Engine engine = Engine::create(shipped_data(), shipped_file("scorecard-1.json")).value();
  return engine;
}

}  // namespace sekisho::scoring::testing
