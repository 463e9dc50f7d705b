#include "rules/utf8.h"

#include <array>
#include <cstddef>

namespace sekisho::scoring::rules {
namespace {

/// How many bytes follow the first one, and what the first of them may be (Unicode, table 3-7).
struct Form {
  unsigned char first_low;
  unsigned char first_high;
  std::size_t following;
  unsigned char second_low;
  unsigned char second_high;
};

constexpr std::array<Form, 9> forms{{{0x00, 0x7F, 0, 0, 0},
                                     {0xC2, 0xDF, 1, 0x80, 0xBF},
                                     {0xE0, 0xE0, 2, 0xA0, 0xBF},
                                     {0xE1, 0xEC, 2, 0x80, 0xBF},
                                     {0xED, 0xED, 2, 0x80, 0x9F},
                                     {0xEE, 0xEF, 2, 0x80, 0xBF},
                                     {0xF0, 0xF0, 3, 0x90, 0xBF},
                                     {0xF1, 0xF3, 3, 0x80, 0xBF},
                                     {0xF4, 0xF4, 3, 0x80, 0x8F}}};

/// The size of the character that the bytes begin with; 0 when they begin with none.
std::size_t character_size(std::string_view bytes) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(bytes[i]); };
  for (const Form& form : forms) {
    if (byte(0) < form.first_low || byte(0) > form.first_high) continue;
    if (bytes.size() <= form.following) return 0;
    if (form.following > 0 && (byte(1) < form.second_low || byte(1) > form.second_high)) return 0;
    for (std::size_t i = 2; i <= form.following; ++i) {
      if ((byte(i) & 0xC0U) != 0x80U) return 0;
    }
    return 1 + form.following;
  }
  return 0;
}

}  // namespace

bool is_utf8(std::string_view bytes) {
  while (!bytes.empty()) {
    const std::size_t size = character_size(bytes);
    if (size == 0) return false;
    bytes.remove_prefix(size);
  }
  return true;
}

}  // namespace sekisho::scoring::rules
