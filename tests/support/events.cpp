#include "support/events.h"

#include <utility>

namespace sekisho::testing {

using nlohmann::json;

namespace {

json cart_of(std::int64_t total) {
  return {{"currency", "JPY"},
          {"total", total},
          {"items",
           {{{"sku", "SER-01"},
             {"name", "薬用美容液 30mL"},
             {"quantity", 1},
             {"unit_price", total},
             {"first_time_offer", false},
             {"recurring", true}}}}};
}

json answers() {
  return {{"name", "山田 花子"},
          {"name_kana", "ヤマダ ハナコ"},
          {"phone", "090-1234-5678"},
          {"email", "hanako@example.jp"},
          {"postal_code", "150-0013"},
          {"prefecture", "東京都"},
          {"address", "渋谷区恵比寿１丁目１９−１９"},
          {"building", "恵比寿ビジネスタワー 2F"}};
}

}  // namespace

json event_body(std::string_view type, json data, Timestamp at) {
  return {{"type", type},
          {"timestamp", format_rfc3339(at)},
          {"merchant_id", merchant_name},
          {"data", std::move(data)}};
}

json completed(std::string_view conversation, Timestamp at) {
  return event_body("conversation.completed",
                    {{"conversation_id", conversation},
                     {"visitor", {{"ip", "203.0.113.7"}, {"device_id", "d-1"}}},
                     {"answers", answers()},
                     {"cart", cart_of(980)},
                     {"payment", {{"method", "card"}}}},
                    at);
}

json updated(std::string_view conversation, const std::vector<std::string>& lines, Timestamp at) {
  json messages = json::array();
  auto typed_at = at - std::chrono::minutes{1};
  for (const auto& line : lines) {
    messages.push_back({{"at", format_rfc3339(typed_at)},
                        {"from", "visitor"},
                        {"question_id", "name"},
                        {"text", line},
                        {"typing_ms", 400},
                        {"pasted", false}});
    typed_at += std::chrono::seconds{1};
  }
  return event_body("conversation.updated", {{"conversation_id", conversation}, {"messages", messages}}, at);
}

json about(std::string_view type, std::string_view conversation, Timestamp at) {
  return event_body(type, {{"conversation_id", conversation}}, at);
}

json amended(std::string_view conversation, std::int64_t total, Timestamp at) {
  return event_body("order.amended", {{"conversation_id", conversation}, {"cart", cart_of(total)}}, at);
}

}  // namespace sekisho::testing
