#include "reference/text_decoder.h"

#include <string>
#include <string_view>

#include <gtest/gtest.h>

namespace sekisho::gateway {
namespace {

std::string decoded(std::string_view encoding, std::string_view bytes, std::size_t piece = 1) {
  auto decoder = TextDecoder::create(encoding).value();
  std::string text;
  for (; !bytes.empty(); bytes.remove_prefix(std::min(piece, bytes.size())))
    text += decoder.decode(bytes.substr(0, piece), false);
  text += decoder.decode({}, true);
  return text;
}

TEST(TextDecoder, TakesAByteOrderMarkOffTheBeginningAlone) {
  EXPECT_EQ(decoded("UTF-8", "\xEF\xBB\xBF電話", 64), "電話");
  EXPECT_EQ(decoded("UTF-8", "a\xEF\xBB\xBF電", 64), "a\xEF\xBB\xBF電");
}

TEST(TextDecoder, ReadsUtf8ThatIsCutInsideACharacter) {
  EXPECT_EQ(decoded("utf-8", "電話,𠮷野家"), "電話,𠮷野家");
}

TEST(TextDecoder, ReadsCp932WithItsExtensions) {
  // 髙﨑 and ① are Windows' own; ｱ is half-width.
  EXPECT_EQ(decoded("CP932", "\xFB\xFC\xED\x95\x87\x40\xB1,a"), "髙﨑①ｱ,a");
  EXPECT_EQ(decoded("cp932", "\x93\x8C\x8B\x9E\x93\x73"), "東京都");
}

TEST(TextDecoder, MarksWhatIsNoTextInItsPlace) {
  EXPECT_EQ(decoded("UTF-8", "a\xFFz"), "a\xEF\xBF\xBDz");
  EXPECT_EQ(decoded("UTF-8", "a\xE9\x9B"), "a\xEF\xBF\xBD");
}

TEST(TextDecoder, KnowsNoOtherEncoding) {
  EXPECT_FALSE(TextDecoder::create("EUC-JP"));
}

}  // namespace
}  // namespace sekisho::gateway
