#include "app/shipped_data.h"

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>
#include <scoring/reference_data.h>

#include "app/files.h"

namespace sekisho::gateway {
namespace {

using scoring::ReferenceTexts;

constexpr std::size_t max_table_bytes = 64 * 1024 * 1024;

struct Table {
  std::string_view name;
  std::string ReferenceTexts::* text;
};

constexpr std::array tables = std::to_array<Table>({{"postal-codes.tsv", &ReferenceTexts::postal_codes},
                                                    {"town-chome.tsv", &ReferenceTexts::town_chome},
                                                    {"kanji-variants.tsv", &ReferenceTexts::kanji_variants},
                                                    {"mail-disposable.txt", &ReferenceTexts::disposable_mail},
                                                    {"mail-relay.txt", &ReferenceTexts::relay_mail},
                                                    {"mail-free.txt", &ReferenceTexts::free_mail},
                                                    {"mail-carrier.txt", &ReferenceTexts::carrier_mail},
                                                    {"phone-jp.json", &ReferenceTexts::phone_plan},
                                                    {"names-prank.txt", &ReferenceTexts::prank_names},
                                                    {"name-readings.tsv", &ReferenceTexts::name_readings},
                                                    {"names-modern.tsv", &ReferenceTexts::modern_names},
                                                    {"kanji-readings.tsv", &ReferenceTexts::kanji_readings},
                                                    {"ip-country.bin", &ReferenceTexts::ip_countries},
                                                    {"networks.tsv", &ReferenceTexts::networks}});

Result<ReferenceTexts> read_tables(const std::filesystem::path& data) {
  ReferenceTexts texts;
  for (const Table& table : tables) {
    auto text = read_file(data / table.name, max_table_bytes);
    if (!text) return std::unexpected(text.error());
    texts.*table.text = std::move(*text);
  }
  return texts;
}

std::unexpected<Error> fault_in(const std::filesystem::path& data, const Error& error) {
  return fail(error.kind, fmt::format("{}: {}", data.string(), error.detail));
}

}  // namespace

Result<scoring::ReferenceData> load_reference(const std::filesystem::path& data) {
  const auto texts = read_tables(data);
  if (!texts) return std::unexpected(texts.error());
  auto reference = scoring::ReferenceData::load(*texts);
  if (!reference) return fault_in(data, reference.error());
  return reference;
}

Result<scoring::Engine> load_engine(const std::filesystem::path& data) {
  auto reference = load_reference(data);
  if (!reference) return std::unexpected(reference.error());
  const auto scorecard = read_file(data / "scorecard-1.json", max_table_bytes);
  if (!scorecard) return std::unexpected(scorecard.error());
  auto engine = scoring::Engine::create(std::move(*reference), *scorecard);
  if (!engine) return fault_in(data / "scorecard-1.json", engine.error());
  return engine;
}

}  // namespace sekisho::gateway
