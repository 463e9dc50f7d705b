#pragma once

#include <map>
#include <random>
#include <string>
#include <string_view>
#include <vector>

/// How people spell one thing in many ways: own code, which knows nothing of what scoring does to undo it.
namespace sekisho::scoring::testing {

using Dice = std::mt19937_64;

template <class T>
const T& any_of(const std::vector<T>& values, Dice& dice) {
  return values[std::uniform_int_distribution<std::size_t>(0, values.size() - 1)(dice)];
}

int any_number(int from, int to, Dice& dice);

/// A person's name in kanji and katakana.
struct PersonName {
  std::string family;
  std::string given;
  std::string family_kana;
  std::string given_kana;
};

/// Kanji, kana, hiragana or romaji, spaced or not, in either order where a space shows it.
std::string spelled(const PersonName& name, Dice& dice);

/// Katakana in Hepburn (0), with macrons (1), with oh (2), as typed (3) or in Kunrei (4).
std::string romaji(std::string_view katakana, int system);

/// A dwelling: place, three numbers, building, wing and room.
struct Home {
  std::string place;
  int chome = 1;
  int block = 1;
  int house = 1;
  std::string building;
  std::string wing;
  std::string room;
};

std::string spelled(const Home& home, Dice& dice);

/// Ten or eleven national digits in some grouping, width or prefix.
std::string spelled_phone(const std::string& digits, int area_digits, Dice& dice);

/// With another case, a tag, or at gmail dots.
std::string spelled_mailbox(const std::string& local, const std::string& domain, Dice& dice);

}  // namespace sekisho::scoring::testing
