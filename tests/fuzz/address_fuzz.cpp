// Any bytes are read as an address without harm, into parts that are UTF-8, with a level that the parts bear
// out, the same each time, and a canonical spelling that is read as itself.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>

#include <scoring/normal_address.h>

namespace {

using sekisho::scoring::AddressLevel;
using sekisho::scoring::NormalAddress;
using sekisho::scoring::ReferenceData;

std::string shipped(const std::string& name) {
  std::ostringstream text;
  if (!(text << std::ifstream(SEKISHO_SHARE "/data/" + name).rdbuf())) throw std::runtime_error(name);
  return std::move(text).str();
}

const ReferenceData& data() {
  static const ReferenceData loaded = ReferenceData::load({.postal_codes = shipped("postal-codes.tsv"),
                                                           .town_chome = shipped("town-chome.tsv"),
                                                           .kanji_variants = shipped("kanji-variants.tsv"),
                                                           .disposable_mail = {},
                                                           .relay_mail = {},
                                                           .free_mail = {},
                                                           .carrier_mail = {},
                                                           .phone_plan = shipped("phone-jp.json"),
                                                           .prank_names = {},
                                                           .name_readings = {},
                                                           .modern_names = {},
                                                           .kanji_readings = {},
                                                           .ip_countries = shipped("ip-country.bin"),
                                                           .networks = {}})
                                          .value();
  return loaded;
}

NormalAddress read(std::string_view address) {
  return normalize_address(data(), {.postal_code = {}, .prefecture = {}, .address = address, .building = {}});
}

void expect(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const std::string_view typed{reinterpret_cast<const char*>(bytes), size};
  const NormalAddress address = read(typed);
  expect((address.level >= AddressLevel::town) == !address.town.empty());
  expect(address.level != AddressLevel::block || !address.block.empty());
  expect(address.town.empty() || !address.city.empty());
  expect(address.key.empty() == address.city.empty());
  expect(address.certainty() >= 0 && address.certainty() <= 1);
  expect(read(typed).full_key() == address.full_key());
  // The place as it is given out is the same place when it is typed.
  const bool open = address.has(sekisho::scoring::AddressNote::city_ambiguous);
  if (address.town.empty() || open || address.prefecture.empty()) return 0;
  const NormalAddress again = read(address.prefecture + address.city + address.town);
  expect(again.prefecture == address.prefecture && again.city == address.city && again.town == address.town);
  return 0;
}
