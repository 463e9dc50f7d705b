#include "chat.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <string>
#include <string_view>

#include "calendar.h"

namespace sekisho::simulation {
namespace {

/// What a field asks of the hands.
enum class Field { written, known_to_browsers, chosen };

struct Question {
  std::string_view id;
  std::string_view prompt;
  std::string answer;
  Field field = Field::written;
};

std::string_view payment_words(PaymentMethod method) {
  switch (method) {
    case PaymentMethod::card:
      return "クレジットカード";
    case PaymentMethod::deferred:
      return "後払い";
    case PaymentMethod::cod:
      return "代金引換";
    case PaymentMethod::konbini:
      return "コンビニ払い";
    case PaymentMethod::bank_transfer:
      return "銀行振込";
    case PaymentMethod::carrier:
      return "キャリア決済";
    case PaymentMethod::wallet:
      break;
  }
  return "スマホ決済";
}

/// The questions in the order of this landing page.
std::vector<Question> questions_of(const Visit& visit) {
  const Contact& buyer = visit.buyer;
  const bool reservation = visit.scenario.kind == ScenarioKind::reservation;
  std::vector<Question> asked{
      {"name", "お名前を漢字で教えてください😊", buyer.name, Field::known_to_browsers},
      {"name_kana", "フリガナもお願いします", buyer.name_kana, Field::written},
      {"phone", "お電話番号を入力してください", buyer.phone, Field::known_to_browsers},
      {"email", "メールアドレスをお願いします", buyer.email, Field::known_to_browsers}};
  if (!reservation) {
    asked.push_back({"postal_code", "郵便番号は？", buyer.postal_code, Field::known_to_browsers});
    asked.push_back(
        {"address", "ご住所（番地まで）を入力してください", buyer.address, Field::known_to_browsers});
    if (!buyer.building.empty())
      asked.push_back(
          {"building", "建物名・部屋番号があれば入力してください", buyer.building, Field::known_to_browsers});
  }
  if (visit.scenario.kind == ScenarioKind::subscription || reservation)
    asked.push_back({"birth_date", "生年月日を教えてください", buyer.birth_date, Field::chosen});
  if (visit.delivery) {
    asked.push_back(
        {"delivery_name", "お届け先のお名前は？", visit.delivery->recipient.name, Field::written});
    asked.push_back({"delivery_address", "お届け先のご住所は？",
                     visit.delivery->recipient.address + visit.delivery->recipient.building, Field::written});
  }
  asked.push_back({"payment", "お支払い方法をお選びください",
                   std::string{payment_words(visit.payment.method)}, Field::chosen});
  asked.push_back({"confirm", "この内容で注文を確定しますか？", "注文する", Field::chosen});
  // Some pages ask for the address first: the nearer to the goods, the fewer leave.
  if (visit.scenario.id == "lp-2" && !reservation)
    std::rotate(asked.begin(), asked.begin() + 4, asked.begin() + 6);
  return asked;
}

std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(
      std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

/// Key strokes: kanji and kana are typed by their reading and converted.
double strokes(std::string_view text) {
  const auto ascii = static_cast<double>(
      std::ranges::count_if(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; }));
  const double wide = static_cast<double>(characters(text)) - ascii;
  return ascii + wide * 2.1;
}

struct Effort {
  double think_ms = 0;
  double typing_ms = 0;
  bool pasted = false;
  std::int64_t edits = 0;
};

Effort by_hand(const Question& question, const Hand& hand, Dice& dice) {
  Effort effort;
  effort.think_ms = dice.lognormal(hand.think_ms, 0.5);
  if (question.field == Field::chosen) {
    effort.typing_ms = dice.lognormal(700, 0.5);
    return effort;
  }
  effort.edits = static_cast<std::int64_t>(dice.exponential(hand.edits_per_field) + 0.35);
  effort.typing_ms = strokes(question.answer) * dice.lognormal(hand.key_ms, hand.key_spread) * 0.62 +
                     static_cast<double>(effort.edits) * hand.key_ms * 5;
  return effort;
}

Effort by_autofill(const Question& question, const Hand& hand, Dice& dice) {
  if (question.field != Field::known_to_browsers) return by_hand(question, hand, dice);
  return {dice.lognormal(hand.think_ms * 0.6, 0.5), dice.between(60.0, 600.0), true, 0};
}

Effort from_a_sheet(const Question& question, const Hand& hand, Dice& dice) {
  if (question.field == Field::chosen)
    return {dice.lognormal(hand.think_ms * 0.5, 0.3), dice.lognormal(320, 0.3), false, 0};
  return {dice.lognormal(hand.think_ms, 0.35), dice.between(180.0, 650.0), hand.tells_paste, 0};
}

Effort by_a_script(const Question& question, const Hand& hand, Dice& dice) {
  const double jitter = dice.between(0.9, 1.1);
  if (question.field == Field::chosen) return {hand.think_ms * 0.6 * jitter, 260 * jitter, false, 0};
  // A better script sends the key strokes one by one, at one speed.
  const double typing =
      hand.tells_paste ? 300 * jitter : strokes(question.answer) * hand.key_ms * 0.5 * jitter;
  return {hand.think_ms * jitter, typing, hand.tells_paste, 0};
}

/// The recorded times, whatever the answer is this time.
Effort from_a_recording(std::size_t place, const Question& question, const Hand& hand, Dice& dice) {
  SeededStream stream{seed_for(hand.rhythm, "question", place)};
  Dice recorded{stream};
  const double think = recorded.lognormal(hand.think_ms, 0.5);
  const double typing =
      question.field == Field::chosen ? recorded.lognormal(600, 0.4) : recorded.lognormal(2600, 0.5);
  const auto edits = static_cast<std::int64_t>(recorded.chance(0.15) ? 1 : 0);
  const auto about = [&] { return dice.between(1 - hand.rhythm_jitter, 1 + hand.rhythm_jitter); };
  return {think * about(), typing * about(), false, edits};
}

Effort effort_of(std::size_t place, const Question& question, const Hand& hand, Dice& dice) {
  switch (hand.input) {
    case Hand::Input::typed:
      return by_hand(question, hand, dice);
    case Hand::Input::autofill:
      return by_autofill(question, hand, dice);
    case Hand::Input::sheet:
      return from_a_sheet(question, hand, dice);
    case Hand::Input::script:
      return by_a_script(question, hand, dice);
    case Hand::Input::replay:
      break;
  }
  return from_a_recording(place, question, hand, dice);
}

/// Lines of a chat, timed from its start.
class Transcript {
 public:
  void ask(const Question& question) { add(Speaker::bot, question, std::string{question.prompt}); }

  void answer(const Question& question, const std::string& text, const Effort& effort) {
    at_ += effort.think_ms + effort.typing_ms;
    Message& line = add(Speaker::visitor, question, text);
    line.typing_ms = static_cast<std::int64_t>(effort.typing_ms);
    line.pasted = effort.pasted;
    line.edits = effort.edits;
    at_ += 600;
  }

  void wait(double milliseconds) { at_ += milliseconds; }

  /// The lines, the last of them `before` the end.
  [[nodiscard]] std::vector<Message> ending_at(Timestamp end) {
    constexpr std::chrono::milliseconds before{800};
    if (lines_.empty()) return {};
    const auto shift = end - before - lines_.back().at;
    for (Message& line : lines_)
      line.at += shift;
    return std::move(lines_);
  }

 private:
  Message& add(Speaker from, const Question& question, std::string text) {
    Message line;
    line.at = Timestamp{std::chrono::milliseconds{static_cast<std::int64_t>(at_)}};
    line.from = from;
    line.question_id = question.id;
    line.text = std::move(text);
    lines_.push_back(std::move(line));
    return lines_.back();
  }

  double at_ = 0;
  std::vector<Message> lines_;
};

/// What a slip of the fingers leaves: one character less, or the first answer that the visit names.
std::string slip(const Question& question, const Visit& visit) {
  if (question.id == "address" && visit.miswritten_address) return *visit.miswritten_address;
  std::string text = question.answer;
  while (!text.empty() && (static_cast<unsigned char>(text.back()) & 0xC0U) == 0x80U)
    text.pop_back();
  if (!text.empty()) text.pop_back();
  return text;
}

bool goes_back(const Question& question, const Visit& visit, Dice& dice) {
  if (question.field == Field::chosen) return false;
  return (question.id == "address" && visit.miswritten_address) || dice.chance(visit.hand.step_back);
}

}  // namespace

std::vector<Message> write_chat(const Visit& visit, Dice& dice) {
  const std::vector<Question> asked = questions_of(visit);
  const std::size_t last = visit.abandoned ? 1 + dice.index(asked.size() - 1) : asked.size();
  const std::size_t distracted = dice.chance(visit.hand.distraction) ? dice.index(last) : last;
  Transcript transcript;
  for (std::size_t i = 0; i < last; ++i) {
    const Question& question = asked[i];
    transcript.ask(question);
    if (question.answer.empty()) continue;
    if (i == distracted) transcript.wait(dice.lognormal(150'000, 0.8));
    if (goes_back(question, visit, dice)) {
      transcript.answer(question, slip(question, visit), effort_of(i, question, visit.hand, dice));
      transcript.wait(dice.lognormal(2500, 0.4));
    }
    transcript.answer(question, question.answer, effort_of(i, question, visit.hand, dice));
  }
  if (visit.abandoned) transcript.ask(asked[last]);
  return transcript.ending_at(visit.at);
}

}  // namespace sekisho::simulation
