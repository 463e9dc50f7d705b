#include "app/local_address.h"

#include <cerrno>
#include <cstddef>
#include <string>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>

namespace sekisho::gateway {
namespace {

constexpr std::size_t longest_path = 107;

}  // namespace

Result<LocalAddress> local_address(const std::filesystem::path& path) {
  if (path.native().size() <= longest_path) return LocalAddress{{path.native()}, {}};

  FileDescriptor folder{::open(path.parent_path().c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC)};
  if (!folder) {
    return fail(ErrorKind::invalid, fmt::format("cannot open {}: {}", path.parent_path().string(),
                                                std::generic_category().message(errno)));
  }
  const std::string through = fmt::format("/proc/self/fd/{}/{}", folder.get(), path.filename().string());
  if (through.size() > longest_path)
    return fail(ErrorKind::invalid, fmt::format("the name of {} is too long for a socket", path.string()));
  return LocalAddress{{through}, std::move(folder)};
}

}  // namespace sekisho::gateway
