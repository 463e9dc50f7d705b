#include "rules/functions.h"

#include <algorithm>

#include "rules/builtins.h"

namespace sekisho::scoring::rules {
namespace {

using enum Pattern;

constexpr std::array equality{Signature{{a, a}, boolean}};

// Numbers of different types have an order too.
constexpr std::array ordering{
    Signature{{integer, integer}, boolean},     Signature{{natural, natural}, boolean},
    Signature{{real, real}, boolean},           Signature{{integer, real}, boolean},
    Signature{{real, integer}, boolean},        Signature{{integer, natural}, boolean},
    Signature{{natural, integer}, boolean},     Signature{{real, natural}, boolean},
    Signature{{natural, real}, boolean},        Signature{{text, text}, boolean},
    Signature{{boolean, boolean}, boolean},     Signature{{bytes, bytes}, boolean},
    Signature{{timestamp, timestamp}, boolean}, Signature{{duration, duration}, boolean},
};
constexpr std::array membership{Signature{{a, list_of_a}, boolean}, Signature{{a, map_of_a_to_b}, boolean}};
constexpr std::array indexing{Signature{{list_of_a, integer}, a}, Signature{{map_of_a_to_b, a}, b}};
constexpr std::array addition{
    Signature{{integer, integer}, integer},
    Signature{{natural, natural}, natural},
    Signature{{real, real}, real},
    Signature{{text, text}, text},
    Signature{{bytes, bytes}, bytes},
    Signature{{list_of_a, list_of_a}, list_of_a},
    Signature{{timestamp, duration}, timestamp},
    Signature{{duration, timestamp}, timestamp},
    Signature{{duration, duration}, duration},
};
constexpr std::array subtraction{
    Signature{{integer, integer}, integer},
    Signature{{natural, natural}, natural},
    Signature{{real, real}, real},
    Signature{{timestamp, timestamp}, duration},
    Signature{{timestamp, duration}, timestamp},
    Signature{{duration, duration}, duration},
};
constexpr std::array multiplication{Signature{{integer, integer}, integer},
                                    Signature{{natural, natural}, natural}, Signature{{real, real}, real}};
constexpr std::array remainders{Signature{{integer, integer}, integer},
                                Signature{{natural, natural}, natural}};
constexpr std::array negation{Signature{{integer, none}, integer}, Signature{{real, none}, real}};
constexpr std::array inversion{Signature{{boolean, none}, boolean}};
constexpr std::array sizes{Signature{{text, none}, integer}, Signature{{bytes, none}, integer},
                           Signature{{list_of_a, none}, integer}, Signature{{map_of_a_to_b, none}, integer}};
constexpr std::array of_texts{Signature{{text, text}, boolean}};
constexpr std::array any_to_type{Signature{{a, none}, type}};
constexpr std::array any_to_dyn{Signature{{a, none}, dyn}};
constexpr std::array bools{Signature{{boolean, none}, boolean}, Signature{{text, none}, boolean}};
constexpr std::array ints{Signature{{integer, none}, integer}, Signature{{natural, none}, integer},
                          Signature{{real, none}, integer}, Signature{{text, none}, integer},
                          Signature{{timestamp, none}, integer}};
constexpr std::array uints{Signature{{natural, none}, natural}, Signature{{integer, none}, natural},
                           Signature{{real, none}, natural}, Signature{{text, none}, natural}};
constexpr std::array doubles{Signature{{real, none}, real}, Signature{{integer, none}, real},
                             Signature{{natural, none}, real}, Signature{{text, none}, real}};
constexpr std::array strings{
    Signature{{text, none}, text},      Signature{{boolean, none}, text},  Signature{{integer, none}, text},
    Signature{{natural, none}, text},   Signature{{real, none}, text},     Signature{{bytes, none}, text},
    Signature{{timestamp, none}, text}, Signature{{duration, none}, text},
};
constexpr std::array byte_strings{Signature{{bytes, none}, bytes}, Signature{{text, none}, bytes}};
constexpr std::array timestamps{Signature{{timestamp, none}, timestamp}, Signature{{text, none}, timestamp},
                                Signature{{integer, none}, timestamp}};
constexpr std::array durations{Signature{{duration, none}, duration}, Signature{{text, none}, duration}};
constexpr std::array of_time{Signature{{timestamp, none}, integer}};
constexpr std::array of_time_or_duration{Signature{{timestamp, none}, integer},
                                         Signature{{duration, none}, integer}};
constexpr std::array of_time_in_zone{Signature{{timestamp, text}, integer}};

using enum Style;

constexpr std::array table{
    Function{"_==_", call, 2, builtins::equals, equality},
    Function{"_!=_", call, 2, builtins::differs, equality},
    Function{"_<_", call, 2, builtins::less, ordering},
    Function{"_<=_", call, 2, builtins::at_most, ordering},
    Function{"_>_", call, 2, builtins::greater, ordering},
    Function{"_>=_", call, 2, builtins::at_least, ordering},
    Function{"@in", call, 2, builtins::contains_element, membership},
    Function{"_[_]", call, 2, builtins::element, indexing},
    Function{"_+_", call, 2, builtins::add, addition},
    Function{"_-_", call, 2, builtins::subtract, subtraction},
    Function{"_*_", call, 2, builtins::multiply, multiplication},
    Function{"_/_", call, 2, builtins::divide, multiplication},
    Function{"_%_", call, 2, builtins::remainder, remainders},
    Function{"-_", call, 1, builtins::negate, negation},
    Function{"!_", call, 1, builtins::invert, inversion},
    Function{"size", call, 1, builtins::size, sizes},
    Function{"size", method, 1, builtins::size, sizes},
    Function{"contains", method, 2, builtins::contains, of_texts},
    Function{"startsWith", method, 2, builtins::starts_with, of_texts},
    Function{"endsWith", method, 2, builtins::ends_with, of_texts},
    Function{"matches", method, 2, nullptr, of_texts},
    Function{"matches", call, 2, nullptr, of_texts},
    Function{"type", call, 1, builtins::type_of, any_to_type},
    Function{"dyn", call, 1, builtins::to_dyn, any_to_dyn},
    Function{"bool", call, 1, builtins::to_bool, bools},
    Function{"int", call, 1, builtins::to_int, ints},
    Function{"uint", call, 1, builtins::to_uint, uints},
    Function{"double", call, 1, builtins::to_double, doubles},
    Function{"string", call, 1, builtins::to_string, strings},
    Function{"bytes", call, 1, builtins::to_bytes, byte_strings},
    Function{"timestamp", call, 1, builtins::to_timestamp, timestamps},
    Function{"duration", call, 1, builtins::to_duration, durations},
    Function{"getFullYear", method, 1, builtins::full_year, of_time},
    Function{"getFullYear", method, 2, builtins::full_year, of_time_in_zone},
    Function{"getMonth", method, 1, builtins::month, of_time},
    Function{"getMonth", method, 2, builtins::month, of_time_in_zone},
    Function{"getDate", method, 1, builtins::date, of_time},
    Function{"getDate", method, 2, builtins::date, of_time_in_zone},
    Function{"getDayOfMonth", method, 1, builtins::day_of_month, of_time},
    Function{"getDayOfMonth", method, 2, builtins::day_of_month, of_time_in_zone},
    Function{"getDayOfWeek", method, 1, builtins::day_of_week, of_time},
    Function{"getDayOfWeek", method, 2, builtins::day_of_week, of_time_in_zone},
    Function{"getDayOfYear", method, 1, builtins::day_of_year, of_time},
    Function{"getDayOfYear", method, 2, builtins::day_of_year, of_time_in_zone},
    Function{"getHours", method, 1, builtins::hours, of_time_or_duration},
    Function{"getHours", method, 2, builtins::hours, of_time_in_zone},
    Function{"getMinutes", method, 1, builtins::minutes, of_time_or_duration},
    Function{"getMinutes", method, 2, builtins::minutes, of_time_in_zone},
    Function{"getSeconds", method, 1, builtins::seconds, of_time_or_duration},
    Function{"getSeconds", method, 2, builtins::seconds, of_time_in_zone},
    Function{"getMilliseconds", method, 1, builtins::milliseconds, of_time_or_duration},
    Function{"getMilliseconds", method, 2, builtins::milliseconds, of_time_in_zone},
};

}  // namespace

std::span<const Function> functions() {
  return table;
}

const Function* function_named(std::string_view name, Style style, std::size_t arity) {
  const auto found = std::ranges::find_if(table, [&](const Function& function) {
    return function.name == name && function.style == style && function.arity == arity;
  });
  return found == table.end() ? nullptr : &*found;
}

std::string_view as_written(std::string_view name) {
  if (name == "@in") return "in";
  if (name == "_[_]") return "[]";
  const auto first = name.find_first_not_of('_');
  const auto last = name.find_last_not_of('_');
  return name.starts_with('_') || name == "!_" || name == "-_" ? name.substr(first, last - first + 1) : name;
}

}  // namespace sekisho::scoring::rules
