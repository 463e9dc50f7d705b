// Any line is answered: with a judgement that is the same the other way round, or with what is wrong. The
// tables are small ones of this file; what the shipped ones hold is data, not code.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>
#include <scoring/link.h>

namespace {

using namespace sekisho::scoring;

ReferenceData small_tables() {
  ReferenceTexts texts;
  texts.postal_codes = "1500013\t恵比寿\t東京都\t渋谷区\n1690072\t大久保\t東京都\t新宿区\n";
  texts.phone_plan = R"({"plan":[{"kind":"mobile","pattern":"[6-9]0[1-9]\\d{7}"}]})";
  texts.name_readings = "佐藤\tサトウ\t\n太郎\t\tタロウ\n山田\tヤマダ,ヤマタ\t\n花子\t\tハナコ\n";
  texts.kanji_readings = "山\tサン,ヤマ\n田\tタ,ダ\n花\tハナ,カ\n";
  // Of no use to a line, but the tables are not complete without it.
  std::ifstream countries(SEKISHO_SHARE "/data/ip-country.bin", std::ios::binary);
  texts.ip_countries.assign(std::istreambuf_iterator<char>(countries), {});
  return ReferenceData::load(texts).value();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const ReferenceData reference = small_tables();
  const std::string_view line{reinterpret_cast<const char*>(data), size};
  const LinkLine answered = answer_link_line(line, reference);
  const auto answer = nlohmann::json::parse(answered.text);
  if (answered.faulty != answer.contains("error")) std::abort();
  if (answered.faulty) return 0;
  const double similarity = answer.at("similarity").get<double>();
  if (similarity < 0 || similarity > 1) std::abort();
  if (answer.at("same").get<bool>() != (similarity >= link_threshold)) std::abort();
  auto turned = nlohmann::json::parse(line);
  std::swap(turned["a"], turned["b"]);
  if (answer_link_line(turned.dump(), reference).text != answered.text) std::abort();
  return 0;
}
