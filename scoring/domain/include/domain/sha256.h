#pragma once

#include <memory>
#include <string_view>

#include <domain/crypto.h>

struct evp_md_ctx_st;

namespace sekisho {

/// SHA-256 of bytes that arrive in parts, such as a file's. Belongs to one thread at a time.
class Sha256Stream {
 public:
  Sha256Stream();

  void add(std::string_view bytes);
  /// The hash of everything added. Nothing may be added after it.
  [[nodiscard]] Sha256 finish();

 private:
  struct Free {
    void operator()(evp_md_ctx_st* context) const noexcept;
  };

  std::unique_ptr<evp_md_ctx_st, Free> context_;
};

}  // namespace sekisho
