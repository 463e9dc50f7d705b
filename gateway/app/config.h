#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include <certs/tls_context.h>
#include <domain/result.h>

#include "observe/log.h"

namespace sekisho::gateway {

struct ListenerTls {
  bool enabled = true;
  certs::ServerTlsFiles files;  ///< absolute paths
};

/// The configuration in force: the file's keys, overridden by `SEKISHO_*` variables, paths made absolute.
struct Config {
  std::filesystem::path file;

  struct Ingress {
    std::string listen;
    ListenerTls tls;
  } ingress;

  struct Admin {
    std::string listen;
    ListenerTls tls;
    std::filesystem::path operator_token;
  } admin;

  struct Ops {
    std::string listen;
  } ops;

  struct Keys {
    std::filesystem::path master;
  } keys;

  struct Limits {
    double per_hook = 0;     ///< requests a second; 0: none
    double per_address = 0;  ///< likewise
    std::size_t connections = 20000;
    std::size_t inflight_bytes = std::size_t{64} << 20U;
    std::chrono::milliseconds header{10000};
    std::chrono::milliseconds body{30000};
    std::chrono::milliseconds idle{75000};
  } limits;

  struct Storage {
    std::string url;             ///< as written
    std::filesystem::path path;  ///< of the SQLite database
  } storage;

  struct Callbacks {
    std::chrono::milliseconds timeout{15000};
    bool allow_private_networks = false;
    std::vector<std::chrono::milliseconds> retry_schedule;
  } callbacks;

  struct Runtime {
    unsigned threads = 0;  ///< 0: one per core
    bool event_clock = false;
    bool development = false;
    std::filesystem::path data;  ///< the shipped tables; by default <binary>/../share/sekisho/data
    LogLevel log_level = LogLevel::info;
  } runtime;
};

struct LoadedConfig {
  Config config;
  std::vector<std::string> warnings;  ///< such as an unknown SEKISHO_ variable
};

/// The process's environment, as a value.
using Environment = std::map<std::string, std::string>;

/// Reads and checks a configuration file. Every fault is one line naming file, key (and the variable, where
/// it came from one) and the expected value; unknown keys are faults.
[[nodiscard]] Result<LoadedConfig> load_config(const std::filesystem::path& file,
                                               const Environment& environment);

/// The file that `init` writes: every key with its default and a comment in Japanese and English.
[[nodiscard]] std::string default_config_text(const std::string& storage_url);

}  // namespace sekisho::gateway
