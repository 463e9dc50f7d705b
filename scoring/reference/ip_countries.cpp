#include "reference/ip_countries.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <span>
#include <utility>
#include <vector>

#include <arpa/inet.h>

namespace sekisho::scoring {
namespace {

constexpr std::string_view magic = "sekisho-ip-country";
constexpr std::string_view nobody = "??";

std::uint64_t big_endian(std::span<const unsigned char> bytes) {
  std::uint64_t number = 0;
  for (const unsigned char byte : bytes)
    number = number << 8U | byte;
  return number;
}

std::vector<std::string_view> words_of(std::string_view line) {
  std::vector<std::string_view> words;
  while (!line.empty()) {
    const std::size_t end = std::min(line.find(' '), line.size());
    words.push_back(line.substr(0, end));
    line.remove_prefix(std::min(end + 1, line.size()));
  }
  return words;
}

bool read_count(std::string_view word, std::size_t& into) {
  const auto [end, fault] = std::from_chars(word.data(), word.data() + word.size(), into);
  return fault == std::errc{} && end == word.data() + word.size() && into <= (std::size_t{1} << 28U);
}

}  // namespace

Result<IpCountries> IpCountries::parse(std::string file) {
  const auto refused = fail(ErrorKind::invalid, "ip-country.bin: not a table of countries");
  const std::size_t line_end = file.find('\n');
  if (line_end == std::string::npos) return refused;
  const auto words = words_of(std::string_view(file).substr(0, line_end));
  if (words.size() != 6 || words[0] != magic || words[1] != "1") return refused;

  IpCountries table{{}};
  table.version_ = words[2];
  if (!read_count(words[3], table.countries_) || !read_count(words[4], table.four_.count) ||
      !read_count(words[5], table.six_.count)) {
    return refused;
  }
  table.countries_at_ = line_end + 1;
  table.four_.starts = table.countries_at_ + table.countries_ * 2;
  table.four_.width = 4;
  table.six_.starts = table.four_.end();
  table.six_.width = 8;
  if (table.six_.end() != file.size()) return refused;
  table.file_ = std::move(file);
  if (!table.is_sound(table.four_) || !table.is_sound(table.six_)) return refused;
  return table;
}

std::uint64_t IpCountries::start(const Blocks& blocks, std::size_t index) const {
  std::array<unsigned char, 8> bytes{};
  file_.copy(reinterpret_cast<char*>(bytes.data()), blocks.width, blocks.starts + index * blocks.width);
  return big_endian(std::span{bytes}.first(blocks.width));
}

bool IpCountries::is_sound(const Blocks& blocks) const {
  const std::size_t numbers = blocks.starts + blocks.count * blocks.width;
  for (std::size_t i = 0; i < blocks.count; ++i) {
    if (i > 0 && start(blocks, i) <= start(blocks, i - 1)) return false;
    if (static_cast<unsigned char>(file_[numbers + i]) >= countries_) return false;
  }
  return true;
}

std::optional<std::string_view> IpCountries::find(const Blocks& blocks, std::uint64_t address) const {
  std::size_t low = 0;
  std::size_t high = blocks.count;  // the first block that begins after the address
  while (low < high) {
    const std::size_t middle = low + (high - low) / 2;
    if (start(blocks, middle) <= address) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  if (low == 0) return std::nullopt;
  const auto number =
      static_cast<unsigned char>(file_[blocks.starts + blocks.count * blocks.width + low - 1]);
  const std::string_view country =
      std::string_view(file_).substr(countries_at_ + std::size_t{number} * 2, nobody.size());
  if (country == nobody) return std::nullopt;
  return country;
}

std::optional<std::string_view> IpCountries::country_of(std::string_view ip) const {
  const std::string text(ip);
  std::array<unsigned char, 16> bytes{};
  if (inet_pton(AF_INET, text.c_str(), bytes.data()) == 1)
    return find(four_, big_endian(std::span{bytes}.first<4>()));
  if (inet_pton(AF_INET6, text.c_str(), bytes.data()) != 1) return std::nullopt;
  constexpr std::array<unsigned char, 12> mapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
  if (std::equal(mapped.begin(), mapped.end(), bytes.begin()))
    return find(four_, big_endian(std::span{bytes}.last<4>()));
  return find(six_, big_endian(std::span{bytes}.first<8>()));
}

}  // namespace sekisho::scoring
