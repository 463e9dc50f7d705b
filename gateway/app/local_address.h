#pragma once

#include <filesystem>

#include <boost/asio/local/stream_protocol.hpp>
#include <domain/result.h>

#include "app/file_descriptor.h"

namespace sekisho::gateway {

/// The address of a Unix socket at a path of any length. The system's limit is 107 bytes: a longer path is
/// reached through a descriptor of its folder, so the address is good for as long as this value lives.
struct LocalAddress {
  boost::asio::local::stream_protocol::endpoint endpoint;
  FileDescriptor folder;
};

/// Fails, with the system's reason, when the folder cannot be opened.
[[nodiscard]] Result<LocalAddress> local_address(const std::filesystem::path& path);

}  // namespace sekisho::gateway
