#include "reference/network_database.h"

#include <utility>

#include <fmt/format.h>
#include <maxminddb.h>

namespace sekisho::gateway {
namespace {

constexpr const char* number_member = "autonomous_system_number";
constexpr const char* organization_member = "autonomous_system_organization";

/// A number of any width; nothing when the record has no such member.
std::optional<std::uint32_t> number_of(MMDB_entry_s entry) {
  MMDB_entry_data_s data{};
  if (MMDB_get_value(&entry, &data, number_member, nullptr) != MMDB_SUCCESS || !data.has_data)
    return std::nullopt;
  if (data.type == MMDB_DATA_TYPE_UINT32) return data.uint32;
  if (data.type == MMDB_DATA_TYPE_UINT16) return data.uint16;
  return std::nullopt;
}

std::string organization_of(MMDB_entry_s entry) {
  MMDB_entry_data_s data{};
  const bool found = MMDB_get_value(&entry, &data, organization_member, nullptr) == MMDB_SUCCESS &&
                     data.has_data && data.type == MMDB_DATA_TYPE_UTF8_STRING;
  return found ? std::string{data.utf8_string, data.data_size} : std::string{};
}

/// Walks the tree to the first record that there is, to see what records look like. 0: the end of the tree
/// was reached and there is none.
std::optional<MMDB_entry_s> any_entry(const MMDB_s& database) {
  std::uint32_t node = 0;
  for (std::uint32_t step = 0; step < database.depth; ++step) {
    MMDB_search_node_s found{};
    if (MMDB_read_node(&database, node, &found) != MMDB_SUCCESS) return std::nullopt;
    if (found.left_record_type == MMDB_RECORD_TYPE_DATA) return found.left_record_entry;
    if (found.right_record_type == MMDB_RECORD_TYPE_DATA) return found.right_record_entry;
    const bool left = found.left_record_type == MMDB_RECORD_TYPE_SEARCH_NODE;
    if (!left && found.right_record_type != MMDB_RECORD_TYPE_SEARCH_NODE) return std::nullopt;
    node = static_cast<std::uint32_t>(left ? found.left_record : found.right_record);
  }
  return std::nullopt;
}

}  // namespace

struct NetworkDatabase::Database {
  Database() = default;
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  ~Database() {
    if (opened) MMDB_close(&file);
  }

  mutable MMDB_s file{};  ///< libmaxminddb reads without writing, but takes no const
  bool opened = false;
};

Result<NetworkDatabase> NetworkDatabase::open(const std::filesystem::path& file) {
  auto database = std::make_unique<Database>();
  const int opened = MMDB_open(file.c_str(), MMDB_MODE_MMAP, &database->file);
  if (opened != MMDB_SUCCESS)
    return fail(ErrorKind::invalid, fmt::format("{}: {}", file.string(), MMDB_strerror(opened)));
  database->opened = true;
  const auto entry = any_entry(database->file);
  if (!entry || !number_of(*entry))
    return fail(ErrorKind::invalid,
                fmt::format("{}: no MMDB file of autonomous systems: its records have no {}", file.string(),
                            number_member));
  return NetworkDatabase{std::move(database)};
}

NetworkDatabase::NetworkDatabase(std::unique_ptr<const Database> database) : database_(std::move(database)) {}

NetworkDatabase::NetworkDatabase(NetworkDatabase&&) noexcept = default;
NetworkDatabase& NetworkDatabase::operator=(NetworkDatabase&&) noexcept = default;
NetworkDatabase::~NetworkDatabase() = default;

std::optional<scoring::Network> NetworkDatabase::find(const std::string& ip) const {
  int not_an_address = 0;
  int fault = MMDB_SUCCESS;
  auto found = MMDB_lookup_string(&database_->file, ip.c_str(), &not_an_address, &fault);
  if (not_an_address != 0 || fault != MMDB_SUCCESS || !found.found_entry) return std::nullopt;
  const auto asn = number_of(found.entry);
  if (!asn) return std::nullopt;
  return scoring::Network{*asn, organization_of(found.entry)};
}

std::uint64_t NetworkDatabase::size() const {
  return database_->file.metadata.node_count;
}

}  // namespace sekisho::gateway
