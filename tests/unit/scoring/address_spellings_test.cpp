#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <random>
#include <sstream>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <utility>
#include <vector>

#include <gtest/gtest.h>
#include <scoring/normal_address.h>

#include "shipped_data.h"

// Thousands of spellings of addresses in towns that exist, made by code that shares nothing with the reader
// but the postal service's list of towns.

namespace sekisho::scoring::testing {
namespace {

struct RealTown {
  std::string code;
  std::string prefecture;
  std::string city;
  std::string town;
  std::optional<int> last_chome;  // 0: it has none; nothing: not known
};

std::vector<std::string> fields_of(const std::string& line) {
  std::vector<std::string> fields;
  std::istringstream in(line);
  for (std::string field; std::getline(in, field, '\t');)
    fields.push_back(field);
  return fields;
}

bool has_any(std::string_view text, std::initializer_list<std::string_view> parts) {
  return std::ranges::any_of(parts, [&](std::string_view part) { return text.contains(part); });
}

// What the sample knows of chome: `=3`, `0`.
std::unordered_map<std::string, int> known_chome() {
  std::unordered_map<std::string, int> known;
  std::istringstream in(shipped_file("town-chome.tsv"));
  std::string where;
  for (std::string line; std::getline(in, line);) {
    const auto fields = fields_of(line);
    if (fields.size() == 4) where = fields[2] + fields[3];
    if (fields[1].starts_with('=')) known[where + fields[0]] = std::stoi(fields[1].substr(1));
    if (fields[1] == "0") known[where + fields[0]] = 0;
  }
  return known;
}

std::vector<RealTown> real_towns() {
  const auto chome = known_chome();
  std::vector<RealTown> towns;
  std::istringstream in(shipped_file("postal-codes.tsv"));
  std::string prefecture;
  std::string city;
  for (std::string line; std::getline(in, line);) {
    const auto fields = fields_of(line);
    if (fields.size() == 4) std::tie(prefecture, city) = std::pair(fields[2], fields[3]);
    const bool office = fields[0][3] >= '8';
    // Floors of buildings, parts of towns and hints to the reader are no towns to type.
    if (office || fields.size() < 2 || fields[1].empty() ||
        has_any(fields[1],
                {"（", "階", "の次に", "一円", "字", "丁目", "地割", "タワー", "ビル", "Ａ", "１", "２"}))
      continue;
    const auto found = chome.find(prefecture + city + fields[1]);
    towns.push_back({fields[0], prefecture, city, fields[1],
                     found == chome.end() ? std::nullopt : std::optional(found->second)});
  }
  return towns;
}

std::string in_kanji(int value) {
  constexpr std::array<const char*, 10> digits = {"", "一", "二", "三", "四", "五", "六", "七", "八", "九"};
  std::string out;
  for (const auto& [unit, name] : {std::pair(1000, "千"), {100, "百"}, {10, "十"}}) {
    const int times = value / unit;
    if (times > 1) out += digits[static_cast<std::size_t>(times)];
    if (times > 0) out += name;
    value %= unit;
  }
  return out + digits[static_cast<std::size_t>(value)];
}

std::string full_width(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c >= '0' && c <= '9') {
      out += "\xEF\xBC";
      out += static_cast<char>(0x90 + (c - '0'));
    } else {
      out += c;
    }
  }
  return out;
}

void replace(std::string& text, std::string_view from, std::string_view to) {
  const auto at = text.find(from);
  if (at != std::string::npos) text.replace(at, from.size(), to);
}

/// What was typed, and the town and block that it means.
struct Spelling {
  std::string typed;
  std::string town;
  std::string block;
};

/// Writes an address in one of many ways.
class Typist {
 public:
  explicit Typist(std::uint32_t seed) : dice_(seed) {}

  Spelling type(const RealTown& real) {
    const int chome = choose_chome(real);
    const int ban = one_in(4) ? between(100, 1999) : between(1, 40);
    const int go = between(1, 40);
    Spelling out{.typed = {}, .town = real.town, .block = std::to_string(ban) + "-" + std::to_string(go)};
    if (chome > 0) out.town += in_kanji(chome) + "丁目";
    out.typed = code(real) + gap() + prefecture(real) + gap() + city(real) + gap() + town(real, chome) +
                gap() + numbers(chome, ban, go, real.last_chome.has_value()) + building();
    return out;
  }

 private:
  bool one_in(int n) { return between(1, n) == 1; }

  int between(int low, int high) {
    return low + static_cast<int>(dice_() % static_cast<unsigned>(high - low + 1));
  }

  std::string any(std::initializer_list<std::string> of) {
    return *(of.begin() + between(0, static_cast<int>(of.size()) - 1));
  }

  int choose_chome(const RealTown& real) {
    if (real.last_chome) return *real.last_chome > 0 ? between(1, *real.last_chome) : 0;
    return one_in(2) ? between(1, 6) : 0;
  }

  std::string gap() { return any({"", "", "", " ", "　"}); }

  std::string code(const RealTown& real) {
    if (!one_in(8)) return "";
    return any({"〒", ""}) + real.code.substr(0, 3) + any({"-", "－", ""}) + real.code.substr(3);
  }

  std::string prefecture(const RealTown& real) {
    return one_in(30) ? real.prefecture + real.prefecture : real.prefecture;
  }

  // People leave the county out.
  std::string city(const RealTown& real) {
    const auto county = real.city.find("郡");
    const bool has_county = county != std::string::npos && county > 0 && !real.city.ends_with("市");
    return has_county && one_in(2) ? real.city.substr(county + std::string_view("郡").size()) : real.city;
  }

  std::string town(const RealTown& real, int chome) {
    std::string name = real.town;
    if (one_in(3)) {
      replace(name, "ケ", any({"ヶ", "が", "ガ", "ｹ"}));
      replace(name, "ツ", any({"ッ", "つ", "っ"}));
      replace(name, "ノ", any({"の", "之"}));
    }
    if (one_in(5)) {
      for (const auto& [now, before] : {std::pair("沢", "澤"),
                                        {"浜", "濱"},
                                        {"辺", "邊"},
                                        {"島", "嶋"},
                                        {"国", "國"},
                                        {"広", "廣"},
                                        {"竜", "龍"},
                                        {"桜", "櫻"},
                                        {"崎", "﨑"},
                                        {"高", "髙"},
                                        {"関", "關"}})
        replace(name, now, before);
    }
    return chome == 0 && one_in(5) ? any({"大字", "字"}) + name : name;
  }

  // `bare`: the chome may go without 丁目, because it is known which towns have them.
  std::string numbers(int chome, int ban, int go, bool bare) {
    const std::string dash = any({"-", "－", "−", "‐", "–", "—", "ー", "ｰ", "―", "─", "の", "ノ"});
    const std::string first = chome == 0 ? "" : std::to_string(chome);
    const std::string said = chome == 0 ? "" : (one_in(2) ? first : in_kanji(chome)) + "丁目";
    const std::string b = std::to_string(ban);
    const std::string g = std::to_string(go);
    std::string out;
    switch (between(0, bare ? 4 : 3)) {
      case 0:
        out = said + b + "番" + g + "号";
        break;
      case 1:
        out = (chome == 0 ? "" : in_kanji(chome) + "丁目") + in_kanji(ban) + "番" + in_kanji(go) + "号";
        break;
      case 2:
        out = said + b + dash + g;
        break;
      case 3:
        out = said + b + "番地" + any({"", "の"}) + g;
        break;
      default:
        out = first + (chome == 0 ? "" : dash) + b + dash + g;
    }
    return one_in(2) ? full_width(out) : out;
  }

  std::string building() {
    return any({"", "", "", "コーポ山田102", "メゾン大久保 201号室", " グランドハイツ3階", " 305号室"});
  }

  std::mt19937 dice_;
};

struct Score {
  std::size_t all = 0;
  std::size_t towns = 0;
  std::size_t blocks = 0;
  std::string examples;
};

bool same_town(const NormalAddress& read, const RealTown& real, const std::string& town) {
  return read.prefecture == real.prefecture && read.city == real.city &&
         (read.town == town || read.town + "目" == town);  // Sakai counts 丁
}

void judge(Score& score, const RealTown& real, const Spelling& spelling) {
  const NormalAddress read = normalize_address(
      shipped_data(), {.postal_code = {}, .prefecture = {}, .address = spelling.typed, .building = {}});
  ++score.all;
  const bool town = same_town(read, real, spelling.town);
  if (town) ++score.towns;
  if (town && read.block == spelling.block) ++score.blocks;
  if (!town && score.examples.size() < 2'000) {
    score.examples += spelling.typed + " for " + spelling.town + ": " + read.prefecture + read.city + ' ' +
                      read.town + '\n';
  }
}

double share(std::size_t part, std::size_t all) {
  return static_cast<double>(part) / static_cast<double>(all);
}

TEST(AddressSpellings, AreReadDownToTheTownInTownsWhoseChomeAreKnown) {
  Typist typist(1);
  Score score;
  for (const RealTown& real : real_towns()) {
    for (int i = 0; real.last_chome && i < 2; ++i)
      judge(score, real, typist.type(real));
  }
  EXPECT_GT(score.all, 5'000U);
  EXPECT_GE(share(score.towns, score.all), 0.997) << score.examples;
  EXPECT_GE(share(score.blocks, score.all), 0.995);
  RecordProperty("towns", std::to_string(share(score.towns, score.all)));
}

TEST(AddressSpellings, AreReadDownToTheTownAllOverTheCountry) {
  Typist typist(2);
  Score score;
  std::size_t at = 0;
  for (const RealTown& real : real_towns()) {
    if (++at % 12 == 0 && !real.last_chome) judge(score, real, typist.type(real));
  }
  EXPECT_GT(score.all, 5'000U);
  EXPECT_GE(share(score.towns, score.all), 0.99) << score.examples;
  EXPECT_GE(share(score.blocks, score.all), 0.985);
  RecordProperty("towns", std::to_string(share(score.towns, score.all)));
}

}  // namespace
}  // namespace sekisho::scoring::testing
