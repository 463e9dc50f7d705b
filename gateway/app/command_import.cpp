#include "app/command_import.h"

#include <ostream>

#include <fmt/format.h>
#include <storage/sqlite_store.h>

#include "app/control_requests.h"
#include "app/control_socket.h"
#include "app/key_files.h"
#include "app/shipped_data.h"
#include "reference/reference_import.h"

namespace sekisho::gateway {
namespace {

/// Records made under another key than the store's would match nothing: the store itself tells, unless a
/// gateway holds it, which refuses such a file when it is to load it.
Result<void> check_store(const Config& config, const storage::MasterKey& master,
                         const CommandContext& context) {
  const auto opened =
      storage::SqliteDatabase::open(config.storage.path.string(), master, context.clock, context.random);
  if (opened || opened.error().kind == ErrorKind::conflict) return {};
  return std::unexpected(opened.error());
}

/// Whether a running gateway loaded the new version; false when none runs. One that is just starting looks by
/// itself once it can be told.
Result<bool> tell_gateway(const Config& config, ReferenceKind kind) {
  const auto loaded = ask_load_reference(control_socket_of(config.storage.path), kind);
  if (loaded) return true;
  if (loaded.error().kind == ErrorKind::unavailable) return false;
  return fail(loaded.error().kind, fmt::format("the running gateway did not load it, nothing was changed: {}",
                                               loaded.error().detail));
}

void print(const ReferenceManifest& manifest, bool runs, const CommandContext& context) {
  const bool counted = !columns_of(manifest.kind).empty();
  context.out << fmt::format("{}: version {}{}, {}\n", to_string(manifest.kind), manifest.version,
                             counted ? fmt::format(", {} rows", manifest.rows) : "",
                             runs ? "in force in the running gateway / 稼働中のゲートウェイに反映済み"
                                  : "in force from the next start / 次の起動から有効");
}

}  // namespace

Result<void> run_import(const ImportArguments& arguments, const CommandContext& context) {
  const auto loaded = load_config(arguments.config, context.environment);
  if (!loaded) return std::unexpected(loaded.error());
  const Config& config = loaded->config;
  const auto master = read_master_key(config.keys.master);
  if (!master) return std::unexpected(master.error());
  if (auto fits = check_store(config, *master, context); !fits) return fits;
  const auto data = load_reference(config.runtime.data);
  if (!data) return std::unexpected(data.error());
  bool runs = false;
  const auto tell = [&](const ReferenceManifest& manifest) -> Result<void> {
    const auto told = tell_gateway(config, manifest.kind);
    if (!told) return std::unexpected(told.error());
    runs = *told;
    return {};
  };
  const auto imported = import_reference({.kind = arguments.kind,
                                          .source = arguments.file,
                                          .encoding = arguments.encoding,
                                          .directory = ReferenceDirectory::of(config.storage.path),
                                          .data = *data,
                                          .master = *master,
                                          .random = context.random,
                                          .clock = context.clock,
                                          .tell = tell});
  if (!imported) return std::unexpected(imported.error());
  print(*imported, runs, context);
  return {};
}

}  // namespace sekisho::gateway
