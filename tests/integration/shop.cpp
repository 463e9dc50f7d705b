#include "shop.h"

#include <chrono>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <utility>

namespace sekisho::integration {

Shop::Shop(Variables the_variables) : variables(std::move(the_variables)) {
  start();
  auto operator_ = admin();
  operator_.create_merchant(merchant);
  hook = operator_.create_hook(merchant, receiver.url());
  receiver.trust(hook.callback_secret);
}

void Shop::start() {
  gateway.reset();
  gateway.emplace(installation, variables);
}

bool eventually(const std::function<bool()>& holds) {
  const auto deadline = std::chrono::steady_clock::now() + testing::patience;
  while (!holds()) {
    if (std::chrono::steady_clock::now() > deadline) return false;
  }
  return true;
}

std::string sample(std::string_view file) {
  std::ostringstream text;
  text << std::ifstream{std::filesystem::path{SEKISHO_TEST_DATA} / "qualva" / file, std::ios::binary}.rdbuf();
  if (text.str().empty()) throw std::runtime_error("no sample " + std::string{file});
  return text.str();
}

std::string honest_order(std::string_view conversation_id, int buyer) {
  json event = json::parse(sample("01-honest-subscription.json"));
  auto& data = event["data"];
  data["conversation_id"] = conversation_id;
  if (buyer == 0) return event.dump();
  const auto number = std::to_string(10'000'000 + buyer);
  data["visitor"]["ip"] = "203.0." + std::to_string(buyer / 250 % 250) + '.' + std::to_string(buyer % 250);
  data["visitor"]["device_id"] = "d-" + number;
  data["visitor"]["affiliate"]["media_id"] = "m-" + number;
  data["answers"]["phone"] = "090-" + number.substr(0, 4) + '-' + number.substr(4);
  data["answers"]["email"] = "buyer" + number + "@example.jp";
  data["answers"]["address"] = "渋谷区恵比寿1丁目" + std::to_string(buyer) + "-1";
  data["payment"]["card"]["token"] = "tok_" + number;
  return event.dump();
}

std::string order_event(std::string_view type, std::string_view conversation_id, json data,
                        std::string_view timestamp) {
  data["conversation_id"] = conversation_id;
  return json{{"type", type}, {"timestamp", timestamp}, {"merchant_id", merchant}, {"data", std::move(data)}}
      .dump();
}

}  // namespace sekisho::integration
