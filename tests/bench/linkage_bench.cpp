#include <string>

#include <benchmark/benchmark.h>
#include <scoring/link.h>
#include <scoring/linkage.h>

#include "unit/scoring/shipped_data.h"

namespace sekisho::scoring {
namespace {

using testing::shipped_data;

Order order_of(const std::string& name, const std::string& kana, const std::string& room) {
  Order order;
  order.buyer = {.name = name,
                 .name_kana = kana,
                 .phone = "090-1234-5678",
                 .email = "hanako.y@example.jp",
                 .postal_code = "169-0072",
                 .prefecture = "東京都",
                 .address = "新宿区大久保二丁目七番五号",
                 .building = "コーポ大久保　" + room + "号室",
                 .birth_date = "",
                 .gender = ""};
  order.conversation.visitor.emplace();
  order.conversation.visitor->ip = "203.0.113.7";
  order.conversation.visitor->device_id = "d-1";
  order.payment.card.emplace().token = "tok_1";
  return order;
}

void judge_pair(benchmark::State& state, const Order& first, const Order& second) {
  const LinkRecord a = make_link_record(first, shipped_data());
  const LinkRecord b = make_link_record(second, shipped_data());
  for (auto _ : state)
    benchmark::DoNotOptimize(judge(a, b));
}

void judge_one_name(benchmark::State& state) {
  judge_pair(state, order_of("山田 花子", "ヤマダ ハナコ", "102"),
             order_of("山田花子", "ヤマダハナコ", "105"));
}

void judge_two_names(benchmark::State& state) {
  judge_pair(state, order_of("山田 花子", "ヤマダ ハナコ", "102"),
             order_of("佐藤 健一", "サトウ ケンイチ", "105"));
}

void judge_a_slip(benchmark::State& state) {
  judge_pair(state, order_of("山田 花子", "ヤマダ ハナコ", "102"),
             order_of("山田 葉奈子", "ヤマダ ハナココ", "105"));
}

void make_one_record(benchmark::State& state) {
  const Order order = order_of("山田 花子", "ヤマダ ハナコ", "102");
  for (auto _ : state)
    benchmark::DoNotOptimize(make_link_record(order, shipped_data()));
}

void name_the_blocking_keys(benchmark::State& state) {
  const LinkRecord record = make_link_record(order_of("山田 花子", "ヤマダ ハナコ", "102"), shipped_data());
  for (auto _ : state)
    benchmark::DoNotOptimize(blocking_keys(record));
}

void encode_and_decode_a_record(benchmark::State& state) {
  const LinkRecord record = make_link_record(order_of("山田 花子", "ヤマダ ハナコ", "102"), shipped_data());
  for (auto _ : state)
    benchmark::DoNotOptimize(decode_link_record(encode_link_record(record)));
  state.counters["bytes"] = static_cast<double>(encode_link_record(record).size());
}

void compare_spellings(benchmark::State& state, LinkKind kind, const std::string& a, const std::string& b) {
  for (auto _ : state)
    benchmark::DoNotOptimize(compare(kind, a, b, shipped_data()));
}

BENCHMARK(judge_one_name);
BENCHMARK(judge_two_names);
BENCHMARK(judge_a_slip);
BENCHMARK(make_one_record);
BENCHMARK(name_the_blocking_keys);
BENCHMARK(encode_and_decode_a_record);
BENCHMARK_CAPTURE(compare_spellings, kanji, LinkKind::name, "髙橋 翔太", "高橋翔太");
BENCHMARK_CAPTURE(compare_spellings, kanji_and_kana, LinkKind::name, "高橋 翔太", "タカハシ ショウタ");
BENCHMARK_CAPTURE(compare_spellings, kanji_and_romaji, LinkKind::name, "高橋 翔太", "Shota Takahashi");
BENCHMARK_CAPTURE(compare_spellings, two_names, LinkKind::name, "山田太郎", "佐藤花子");
BENCHMARK_CAPTURE(compare_spellings, addresses, LinkKind::address, "東京都新宿区大久保2-7-5 コーポ大久保102",
                  "新宿区大久保二丁目七番五号 102号室");
BENCHMARK_CAPTURE(compare_spellings, phones, LinkKind::phone, "090-1234-5678", "+81 90 1234 5678");
BENCHMARK_CAPTURE(compare_spellings, mailboxes, LinkKind::email, "h.anako+1@gmail.com",
                  "hanako@googlemail.com");

}  // namespace
}  // namespace sekisho::scoring

BENCHMARK_MAIN();
