#include "app/command_init.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <ostream>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include <boost/asio/ip/host_name.hpp>
#include <certs/development_ca.h>
#include <domain/secret.h>
#include <fmt/format.h>
#include <storage/sqlite_store.h>
#include <storage/vault.h>
#include <sys/stat.h>

#include "app/config.h"
#include "app/created_paths.h"
#include "app/files.h"
#include "app/key_files.h"
#include "app/storage_url.h"

namespace sekisho::gateway {
namespace {

namespace fs = std::filesystem;

constexpr mode_t owner_only = 0600;
constexpr mode_t readable = 0644;
constexpr mode_t owner_directory = 0700;
constexpr std::string_view config_name = "sekisho.toml";
constexpr std::array our_names =
    std::to_array<std::string_view>({config_name, "master.key", "certs", "operator.token", "sekisho.db"});

struct NewFile {
  std::string_view name;
  std::string_view content;
  mode_t mode;
};

/// The files beside the configuration, before they are written.
struct Material {
  storage::MasterKey master;
  Secret operator_token;
  certs::DevelopmentCertificates certificates;
};

Result<std::string> storage_url_of(const Environment& environment) {
  const auto set = environment.find("SEKISHO_STORAGE_URL");
  if (set == environment.end()) return std::string{"sqlite:sekisho.db"};
  if (auto right = check_storage_url(set->second); !right) return std::unexpected(right.error());
  return set->second;
}

fs::path without_last_slash(const fs::path& path) {
  return path.has_filename() ? path : path.parent_path();
}

Result<void> refuse_if_taken(const fs::path& directory) {
  for (const std::string_view name : our_names) {
    std::error_code ignored;
    if (!fs::exists(fs::symlink_status(directory / name, ignored))) continue;
    return fail(ErrorKind::conflict,
                fmt::format("{} already holds {}: choose another directory", directory.string(), name));
  }
  return {};
}

Result<void> make_directory(const fs::path& directory, CreatedPaths& created) {
  if (::mkdir(directory.c_str(), owner_directory) == 0) {
    created.add(directory);
    return {};
  }
  const int code = errno;
  std::error_code ignored;
  if (code == EEXIST && fs::is_directory(directory, ignored)) return {};
  const std::string reason = code == EEXIST ? "it is not a directory" : std::generic_category().message(code);
  return fail(ErrorKind::invalid, fmt::format("cannot make {}: {}", directory.string(), reason));
}

Result<void> write_files(const fs::path& directory, std::span<const NewFile> files, CreatedPaths& created) {
  for (const NewFile& file : files) {
    const fs::path path = directory / file.name;
    if (auto written = write_new_file(path, file.content, file.mode); !written) return written;
    created.add(path);
  }
  return {};
}

/// What the development certificate is for: this machine, by every name it has here.
std::vector<std::string> server_names() {
  std::vector<std::string> names = {"localhost", "127.0.0.1", "::1"};
  boost::system::error_code fault;
  const std::string host = boost::asio::ip::host_name(fault);
  constexpr std::string_view plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-.";
  const bool usable = !fault && !host.empty() && host.find_first_not_of(plain) == std::string::npos;
  if (usable && host != "localhost") names.push_back(host);
  return names;
}

Result<Material> make_material(const CommandContext& context) {
  auto certificates = certs::make_development_certificates(context.clock.now(), server_names());
  if (!certificates) return std::unexpected(certificates.error());
  return Material{storage::MasterKey::generate(context.random), make_operator_token(context.random),
                  std::move(*certificates)};
}

Result<void> write_material(const fs::path& directory, const Material& material, CreatedPaths& created) {
  if (auto made = make_directory(directory / "certs", created); !made) return made;
  const Secret master = material.master.file_content();
  const Secret token{std::string{material.operator_token.reveal()} + "\n"};
  const std::array files = std::to_array<NewFile>({
      {"master.key", master.reveal(), owner_only},
      {"certs/ca.pem", material.certificates.ca_certificate, readable},
      {"certs/ca.key", material.certificates.ca_key.reveal(), owner_only},
      {"certs/server.pem", material.certificates.server_certificate, readable},
      {"certs/server.key", material.certificates.server_key.reveal(), owner_only},
      {"operator.token", token.reveal(), owner_only},
  });
  return write_files(directory, files, created);
}

/// Makes the store where the configuration will look for it.
Result<void> make_store(const fs::path& database, const Material& material, const CommandContext& context,
                        CreatedPaths& created) {
  std::error_code ignored;
  if (fs::exists(fs::symlink_status(database, ignored)))
    return fail(ErrorKind::conflict,
                fmt::format("{} exists already: remove it or name another one in SEKISHO_STORAGE_URL",
                            database.string()));
  for (const std::string_view suffix : {".lock", "-shm", "-wal", ""})
    created.add(database.string() + std::string{suffix});
  return storage::create_sqlite(database.string(), material.master, context.clock.now());
}

/// A path as a shell takes it.
std::string shell_quoted(const fs::path& path) {
  constexpr std::string_view plain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._/+:@%,=";
  if (path.native().find_first_not_of(plain) == std::string::npos) return path.native();
  std::string quoted = "'";
  for (const char c : path.native())
    quoted += c == '\'' ? std::string{R"('\'')"} : std::string{c};
  return quoted + "'";
}

void print_next_steps(const fs::path& directory, const Secret& token, std::ostream& out) {
  const std::string config = shell_quoted(directory / config_name);
  const std::string call = fmt::format(
      "curl --cacert {} -H \"Authorization: Bearer $(cat {})\" \\\n        -H 'Content-Type: "
      "application/json'",
      shell_quoted(directory / "certs/ca.pem"), shell_quoted(directory / "operator.token"));
  out << fmt::format(
      "{0} is ready / 準備ができました\n\n"
      "operator token / 運用者トークン: {1}\n\n"
      "Next / 次の手順\n"
      "  1. Start the gateway / 起動\n"
      "     sekisho serve --config {2}\n"
      "  2. Create a merchant / 加盟店を作成\n"
      "     {3} \\\n        -d '{{\"id\":\"acme\",\"name\":\"Acme\"}}' https://127.0.0.1:9443/v1/merchants\n"
      "  3. Create a hook; the answer has its id / フックを作成(応答に id)\n"
      "     {3} \\\n        -d '{{\"adapter\":\"qualva\"}}' https://127.0.0.1:9443/v1/merchants/acme/hooks\n"
      "  4. Send a payload as the vendor would / ベンダーとして送信\n"
      "     sekisho send --config {2} --hook hook_… payload.json\n",
      directory.string(), token.reveal(), config, call);
}

Result<void> fill_directory(const fs::path& directory, const std::string& storage_url,
                            const Material& material, const CommandContext& context, CreatedPaths& created) {
  if (auto written = write_material(directory, material, created); !written) return written;
  const fs::path database = storage_path(storage_url, directory);
  if (auto made = make_store(database, material, context, created); !made) return made;
  const std::string text = default_config_text(storage_url);
  const NewFile config{config_name, text, readable};
  if (auto written = write_files(directory, {&config, 1}, created); !written) return written;
  if (auto synced = sync_directory(directory / "certs"); !synced) return synced;
  return sync_directory(directory);
}

}  // namespace

Result<void> run_init(const fs::path& directory, const CommandContext& context) {
  const fs::path absolute = without_last_slash(fs::absolute(directory).lexically_normal());
  const auto storage_url = storage_url_of(context.environment);
  if (!storage_url) return std::unexpected(storage_url.error());
  if (auto is_free = refuse_if_taken(absolute); !is_free) return is_free;
  const auto material = make_material(context);
  if (!material) return std::unexpected(material.error());

  CreatedPaths created;
  if (auto made = make_directory(absolute, created); !made) return made;
  if (auto filled = fill_directory(absolute, *storage_url, *material, context, created); !filled)
    return filled;
  created.keep();
  print_next_steps(absolute, material->operator_token, context.out);
  return {};
}

}  // namespace sekisho::gateway
