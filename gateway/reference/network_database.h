#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include <domain/result.h>
#include <scoring/reference_facts.h>

namespace sekisho::gateway {

/// Which network an IP address belongs to, from an MMDB file in the layout of GeoLite2-ASN
/// (`autonomous_system_number`, `autonomous_system_organization`). The file is mapped. Immutable: safe to
/// share between threads.
class NetworkDatabase {
 public:
  /// Fails, naming the file, when it is no MMDB file, is damaged or is of another layout.
  [[nodiscard]] static Result<NetworkDatabase> open(const std::filesystem::path& file);
  NetworkDatabase(NetworkDatabase&&) noexcept;
  NetworkDatabase& operator=(NetworkDatabase&&) noexcept;
  ~NetworkDatabase();

  /// Nothing for what is no address, and for addresses that the file does not have.
  [[nodiscard]] std::optional<scoring::Network> find(const std::string& ip) const;

  /// How many networks the file tells apart, at least: the nodes of its tree.
  [[nodiscard]] std::uint64_t size() const;

 private:
  struct Database;
  explicit NetworkDatabase(std::unique_ptr<const Database> database);
  std::unique_ptr<const Database> database_;
};

}  // namespace sekisho::gateway
