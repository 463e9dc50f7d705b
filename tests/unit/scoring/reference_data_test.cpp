#include <array>
#include <sstream>
#include <string>
#include <vector>

#include <domain/crypto.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <openssl/evp.h>
#include <scoring/reference_data.h>

#include "identity/name.h"
#include "reference/sorted_lines.h"
#include "shipped_data.h"

namespace sekisho::scoring::testing {
namespace {

std::string sha256_hex(const std::string& bytes) {
  std::array<char, 32> digest{};
  EVP_Digest(bytes.data(), bytes.size(), reinterpret_cast<unsigned char*>(digest.data()), nullptr,
             EVP_sha256(), nullptr);
  return hex_encode({digest.data(), digest.size()});
}

// The name of a package without its registry: npm:psl.
std::string after_colon(const std::string& package) {
  return package.substr(package.find(':') + 1);
}

TEST(SortedLines, FindEveryWordAndNothingElse) {
  std::string text = "# a head\n# of two lines\n";
  for (int i = 1000; i < 2000; i += 2)
    text += "w" + std::to_string(i) + "\n";
  const auto lines = SortedLines::parse("words.txt", text);
  ASSERT_TRUE(lines);
  for (int i = 1000; i < 2000; ++i)
    EXPECT_EQ(lines->contains("w" + std::to_string(i)), i % 2 == 0) << i;
  for (const char* absent : {"", "w", "w10", "w10000", "a", "x", "# a head", "w1000\n", "w1000\nw1002"}) {
    EXPECT_FALSE(lines->contains(absent)) << absent;
  }
}

TEST(SortedLines, MayBeEmptyOrEndWithoutANewline) {
  EXPECT_FALSE(SortedLines::parse("words.txt", "")->contains("a"));
  EXPECT_FALSE(SortedLines::parse("words.txt", "# only a head\n")->contains("a"));
  const auto one = SortedLines::parse("words.txt", "abc");
  EXPECT_TRUE(one->contains("abc"));
  EXPECT_FALSE(one->contains("ab"));
}

TEST(SortedLines, NameTheFirstLineOutOfPlace) {
  for (const char* text : {"# head\na\n\nb\n", "# head\nb\na\n", "# head\na\na\n"}) {
    const auto lines = SortedLines::parse("words.txt", text);
    ASSERT_FALSE(lines) << text;
    EXPECT_EQ(lines.error().detail, "words.txt:3: not one word a line in order of bytes");
  }
}

TEST(ReferenceData, NamesTheTableThatIsWrong) {
  const auto error_with = [](std::string ReferenceTexts::* table, std::string text) {
    ReferenceTexts texts = shipped_texts();
    texts.*table = std::move(text);
    const auto data = ReferenceData::load(texts);
    return data ? "loaded" : data.error().detail;
  };
  const std::string unsorted = "b\na\n";
  EXPECT_TRUE(error_with(&ReferenceTexts::postal_codes, "x").starts_with("postal-codes.tsv:1:"));
  EXPECT_TRUE(error_with(&ReferenceTexts::kanji_variants, "髙\n").starts_with("kanji-variants.tsv:1:"));
  EXPECT_TRUE(error_with(&ReferenceTexts::town_chome, "大久保\t三\t東京都\t新宿区\n")
                  .starts_with("town-chome.tsv:1:"));
  EXPECT_TRUE(
      error_with(&ReferenceTexts::town_chome, "大久保\t3\t東京都\t港町\n").starts_with("town-chome.tsv:1:"));
  EXPECT_TRUE(error_with(&ReferenceTexts::disposable_mail, unsorted).starts_with("mail-disposable.txt:2:"));
  EXPECT_TRUE(error_with(&ReferenceTexts::relay_mail, unsorted).starts_with("mail-relay.txt:2:"));
  EXPECT_TRUE(error_with(&ReferenceTexts::free_mail, unsorted).starts_with("mail-free.txt:2:"));
  EXPECT_TRUE(error_with(&ReferenceTexts::carrier_mail, unsorted).starts_with("mail-carrier.txt:2:"));
  EXPECT_TRUE(error_with(&ReferenceTexts::phone_plan, "{").starts_with("phone-jp.json"));
  EXPECT_TRUE(error_with(&ReferenceTexts::prank_names, unsorted).starts_with("names-prank.txt:2:"));
  EXPECT_TRUE(error_with(&ReferenceTexts::name_readings, "x\n").starts_with("name-readings.tsv:1:"));
  EXPECT_TRUE(error_with(&ReferenceTexts::modern_names, "#\nx\n").starts_with("names-modern.tsv:2:"));
  EXPECT_TRUE(error_with(&ReferenceTexts::kanji_readings, "山\t\t\n").starts_with("kanji-readings.tsv:1:"));
}

TEST(ShippedTables, AreTheOnesThatTheManifestNames) {
  const auto manifest = nlohmann::json::parse(shipped_file("manifest.json"));
  for (const auto& table : manifest.at("tables")) {
    const std::string file = table.at("file");
    EXPECT_EQ(sha256_hex(shipped_file(file)), table.at("sha256").get<std::string>())
        << file << ": run rebuild.sh, do not edit";
    for (const auto& source : table.at("sources")) {
      EXPECT_FALSE(source.at("version").get<std::string>().empty());
      EXPECT_FALSE(source.at("licence").get<std::string>().empty());
      const std::string package = after_colon(source.at("package"));
      EXPECT_NE(shipped_file("NOTICE").find(package), std::string::npos) << package << " is not in NOTICE";
    }
  }
  EXPECT_EQ(manifest.at("tables").size() + manifest.at("kept_by_hand").size(), 20U);
}

TEST(ShippedTables, KeepPrankNamesFolded) {
  std::istringstream names(shipped_file("names-prank.txt"));
  for (std::string name; std::getline(names, name);) {
    if (name.starts_with('#')) continue;
    EXPECT_EQ(folded_name_words(name), std::vector{name}) << "would never be found";
  }
}

}  // namespace
}  // namespace sekisho::scoring::testing
