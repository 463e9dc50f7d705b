#pragma once

#include <cstdint>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <vector>

#include <domain/time.h>
#include <simulation/population.h>
#include <simulation/world.h>

namespace sekisho::simulation::testing {

inline std::string shipped_table(const std::string& name) {
  std::ifstream file{std::string{SEKISHO_SHARE} + "/data/" + name, std::ios::binary};
  return {std::istreambuf_iterator<char>{file}, {}};
}

inline WorldTexts shipped_texts() {
  return {shipped_table("simulation-towns.tsv"), shipped_table("simulation-names.tsv"),
          shipped_table("simulation-networks.tsv")};
}

inline const World& shipped_world() {
  static const World world = World::load(shipped_texts()).value();
  return world;
}

inline Parameters parameters(std::uint64_t seed, std::size_t orders, double fraud_rate) {
  return {.seed = seed,
          .orders = orders,
          .days = 30,
          .fraud_rate = fraud_rate,
          .from = *parse_rfc3339("2026-10-01T00:00:00+09:00"),
          .merchants = {MerchantId{"shop-a"}, MerchantId{"shop-b"}, MerchantId{"shop-c"}}};
}

inline Population simulated(const Parameters& of) {
  return Population::simulate(of, shipped_world()).value();
}

}  // namespace sekisho::simulation::testing
