#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <domain/result.h>

namespace sekisho::scoring {

/// What kind of network an autonomous system is, by its number and else by words in its organisation's name.
class NetworkClasses {
 public:
  /// Reads `networks.tsv`: class (`hosting`, `relay`, `carrier`), `asn` or `word`, the number or the
  /// lower-case word, and after it whatever explains it. Fails with `file:line` at the first row of another
  /// form.
  [[nodiscard]] static Result<NetworkClasses> parse(std::string_view text);

  /// `hosting`: servers and VPN exits; `relay`: exits of privacy relays that ordinary people use; `carrier`:
  /// a mobile carrier, whose customers share addresses; `other`. Words count where they stand alone.
  [[nodiscard]] std::string_view class_of(std::uint32_t asn, std::string_view organization) const;

 private:
  struct Word {
    std::string text;
    std::string_view network_class;
  };

  [[nodiscard]] bool append(std::string_view line);

  std::unordered_map<std::uint32_t, std::string_view> by_number_;
  std::vector<Word> words_;
};

}  // namespace sekisho::scoring
