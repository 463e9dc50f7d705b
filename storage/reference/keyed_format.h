#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include <domain/crypto.h>
#include <domain/secret.h>
#include <storage/vault.h>

namespace sekisho::storage {

/// What writer and reader of a keyed file agree on. Numbers are little-endian, as in memory.
static_assert(std::endian::native == std::endian::little);

struct KeyedHeader {
  std::array<char, 8> magic{};
  std::uint32_t format = 0;
  std::uint32_t record_size = 0;
  std::array<char, 24> kind{};    ///< padded with zeros
  std::array<char, 16> key_id{};  ///< of the master key
  std::uint64_t rows = 0;         ///< of the source
  std::uint64_t records = 0;
  std::uint64_t texts_size = 0;
  std::array<std::byte, 16> file_id{};  ///< random: each file's texts have a key of their own
  Sha256 source{};
};

static_assert(sizeof(KeyedHeader) == 128);

inline constexpr std::array<char, 8> keyed_magic{'S', 'K', 'S', 'K', 'E', 'Y', 'E', 'D'};
inline constexpr std::uint32_t keyed_format = 1;
inline constexpr std::size_t longest_text = 64 * 1024;

/// The key of one file's texts. The nonce of a text is its offset, which comes once.
[[nodiscard]] inline Secret text_key(const MasterKey& master, const std::array<std::byte, 16>& file_id) {
  std::string purpose = "sekisho/reference texts/1/";
  purpose.append(reinterpret_cast<const char*>(file_id.data()), file_id.size());
  return derive_key(master.bytes(), purpose);
}

/// A text's nonce: its offset, twelve bytes.
[[nodiscard]] inline std::string text_nonce(std::uint64_t offset) {
  std::string nonce(12, '\0');
  for (std::size_t i = 0; i < 8; ++i)
    nonce[i] = static_cast<char>(offset >> (8 * i) & 0xffU);
  return nonce;
}

template <std::size_t N>
[[nodiscard]] std::array<char, N> padded(std::string_view text) {
  std::array<char, N> out{};
  text.copy(out.data(), N);
  return out;
}

}  // namespace sekisho::storage
