#pragma once

#include <memory>
#include <string>
#include <string_view>

#include <domain/result.h>

namespace sekisho::gateway {

/// Turns a file's bytes, which arrive in pieces, into UTF-8: without the byte order mark, and from CP932
/// (Windows-31J, what Japanese Excel writes) when asked. What is not text in the encoding stays in its place
/// as U+FFFD, so that a reader can tell the line. Belongs to one thread.
class TextDecoder {
 public:
  /// `encoding`: `UTF-8` or `CP932`, in any case; others are `invalid`.
  [[nodiscard]] static Result<TextDecoder> create(std::string_view encoding);
  TextDecoder(TextDecoder&&) noexcept;
  TextDecoder& operator=(TextDecoder&&) noexcept;
  ~TextDecoder();

  /// What the bytes add to the text; characters that are cut off wait for the next piece. `last`: there is
  /// none. The view lives until the next call.
  [[nodiscard]] std::string_view decode(std::string_view bytes, bool last);

 private:
  struct State;
  explicit TextDecoder(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace sekisho::gateway
