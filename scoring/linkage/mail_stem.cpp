#include "linkage/mail_stem.h"

#include <cstddef>

namespace sekisho::scoring {

std::string stem_of(std::string_view local) {
  constexpr std::size_t shortest = 4;
  std::string stem;
  for (const char c : local) {
    if (c >= 'a' && c <= 'z') stem += c;
  }
  return stem.size() < shortest ? std::string{} : stem;
}

}  // namespace sekisho::scoring
