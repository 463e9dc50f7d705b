#include "support/small_engine.h"

#include <cstddef>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>

#include <scoring/reference_data.h>

namespace sekisho::testing {
namespace {

std::string shipped(const std::string& name) {
  const std::string path = std::string{SEKISHO_SHARE} + "/data/" + name;
  std::ifstream file(path, std::ios::binary);
  if (!file) throw std::runtime_error("cannot read " + path);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// Whole lines, about this many bytes of them.
std::string beginning_of(const std::string& name) {
  constexpr std::size_t enough = 16 * 1024;
  const auto text = shipped(name);
  return text.substr(0, text.find('\n', std::min(enough, text.size() - 1)) + 1);
}

scoring::Engine make_engine() {
  auto data = scoring::ReferenceData::load({.postal_codes = beginning_of("postal-codes.tsv"),
                                            .town_chome = {},
                                            .kanji_variants = shipped("kanji-variants.tsv"),
                                            .disposable_mail = beginning_of("mail-disposable.txt"),
                                            .relay_mail = shipped("mail-relay.txt"),
                                            .free_mail = beginning_of("mail-free.txt"),
                                            .carrier_mail = shipped("mail-carrier.txt"),
                                            .phone_plan = shipped("phone-jp.json"),
                                            .prank_names = shipped("names-prank.txt"),
                                            .name_readings = beginning_of("name-readings.tsv"),
                                            .modern_names = shipped("names-modern.tsv"),
                                            .kanji_readings = beginning_of("kanji-readings.tsv"),
                                            .ip_countries = shipped("ip-country.bin"),
                                            .networks = shipped("networks.tsv")});
  if (!data) throw std::runtime_error(data.error().detail);
  auto engine = scoring::Engine::create(*std::move(data), shipped("scorecard-1.json"));
  if (!engine) throw std::runtime_error(engine.error().detail);
  return *std::move(engine);
}

}  // namespace

const scoring::Engine& small_engine() {
  static const scoring::Engine engine = make_engine();
  return engine;
}

}  // namespace sekisho::testing
