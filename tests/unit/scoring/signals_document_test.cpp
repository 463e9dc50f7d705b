#include <fstream>
#include <iterator>
#include <string>

#include <gtest/gtest.h>
#include <scoring/signal_registry.h>

/// docs/signals.md lists the registry, and nothing else.
namespace sekisho::scoring {
namespace {

std::string cell(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    if (c == '|') escaped += '\\';
    escaped += c;
  }
  return escaped;
}

std::string document() {
  std::string text =
      "# Signals / シグナル\n\n"
      "What an assessment looks at, in the order in which it lists them: `GET /v1/signals` says the same. "
      "Rules name\n"
      "them as they stand here ([rules.md](rules.md)). A signal that an order does not tell is *missing*, "
      "which is not\n"
      "zero.\n\n"
      "判定が見る項目の一覧です。`GET /v1/signals` "
      "と同じ内容で、ルールでもこの名前を使います。注文からわからない項目は「欠損」で、0 "
      "とは区別します。\n\n"
      "| signal | type | unit | 意味 | meaning |\n| --- | --- | --- | --- | --- |\n";
  for (const SignalDefinition& signal : signal_registry()) {
    std::string type{to_string(signal.type)};
    if (!signal.values.empty()) type += ": `" + cell(signal.values) + '`';
    text += "| `" + std::string{signal.name} + "` | " + type + " | " + std::string{signal.unit} + " | " +
            cell(signal.meaning) + " | " + cell(signal.meaning_en) + " |\n";
  }
  return text;
}

TEST(SignalsDocument, ListsTheRegistry) {
  std::ifstream in(SEKISHO_TEST_DATA "/../../docs/signals.md");
  const std::string written{std::istreambuf_iterator<char>(in), {}};
  const std::string fresh = ::testing::TempDir() + "signals.md";
  std::ofstream(fresh) << document();
  EXPECT_EQ(written, document()) << "the registry has changed; the new text is in " << fresh;
}

}  // namespace
}  // namespace sekisho::scoring
