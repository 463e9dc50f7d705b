#include "app/config_table.h"

namespace sekisho::gateway {

std::string variable_of(std::string_view path) {
  std::string name = "SEKISHO_";
  for (const char c : path) {
    const bool lower = c >= 'a' && c <= 'z';
    name += c == '.' ? '_' : static_cast<char>(lower ? c - 'a' + 'A' : c);
  }
  return name;
}

}  // namespace sekisho::gateway
