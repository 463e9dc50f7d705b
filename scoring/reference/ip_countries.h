#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <domain/result.h>

namespace sekisho::scoring {

/// The country that each block of IP addresses was given to. A look-up is a binary search in the text of the
/// file itself, so that loading builds nothing.
class IpCountries {
 public:
  /// Reads `ip-country.bin`: a line `sekisho-ip-country 1 DATE COUNTRIES V4 V6`, then as many countries of
  /// two letters (`??`: nobody's), V4 starts of blocks (32 bits, high byte first, ascending) and the number
  /// of each block's country in a byte, and the same for IPv6 with the upper 64 bits. A block ends where the
  /// next begins. Fails when the file is not of this form.
  [[nodiscard]] static Result<IpCountries> parse(std::string file);

  /// `JP`; nothing for what is no address, and for addresses that nobody has, private ones among them.
  /// `ip` is an address as identifiers_of() writes it, or any other spelling that the system reads.
  [[nodiscard]] std::optional<std::string_view> country_of(std::string_view ip) const;

  /// The day that the table stands for, `2026-06-25`.
  [[nodiscard]] const std::string& version() const { return version_; }

 private:
  /// Where one family's blocks stand in the file.
  struct Blocks {
    std::size_t starts = 0;
    std::size_t width = 0;  ///< bytes of a start
    std::size_t count = 0;

    [[nodiscard]] std::size_t end() const { return starts + count * (width + 1); }
  };

  explicit IpCountries(std::string file) : file_(std::move(file)) {}

  [[nodiscard]] std::uint64_t start(const Blocks& blocks, std::size_t index) const;
  [[nodiscard]] std::optional<std::string_view> find(const Blocks& blocks, std::uint64_t address) const;
  [[nodiscard]] bool is_sound(const Blocks& blocks) const;

  std::string file_;
  std::string version_;
  std::size_t countries_at_ = 0;
  std::size_t countries_ = 0;
  Blocks four_;
  Blocks six_;
};

}  // namespace sekisho::scoring
