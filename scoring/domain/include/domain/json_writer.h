#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace sekisho {

/// Appends JSON text to a string, for what is written on every request: no document is built, nothing is
/// allocated but the output. Commas are its business; matching begin and end are the caller's.
/// Strings are expected to be valid UTF-8, which the ingress has checked.
class JsonWriter {
 public:
  explicit JsonWriter(std::string& out) : out_(out) {}

  JsonWriter& begin_object();
  JsonWriter& end_object();
  JsonWriter& begin_array();
  JsonWriter& end_array();
  JsonWriter& key(std::string_view name);
  JsonWriter& value(std::string_view text);

  JsonWriter& value(const char* text) { return value(std::string_view{text}); }

  JsonWriter& value(std::int64_t number);

  JsonWriter& value(int number) { return value(static_cast<std::int64_t>(number)); }

  JsonWriter& value(double number);
  JsonWriter& value(bool flag);
  JsonWriter& null();
  /// `573` as `57.3`: scores and contributions are kept in tenths so that sums are exact.
  JsonWriter& tenths(std::int64_t number);
  /// JSON text made elsewhere, taken as it is.
  JsonWriter& raw(std::string_view json);

  template <class T>
  JsonWriter& member(std::string_view name, const T& item) {
    return key(name).value(item);
  }

 private:
  void separate();

  std::string& out_;
  bool after_value_ = false;
};

}  // namespace sekisho
