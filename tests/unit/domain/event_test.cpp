#include <string_view>
#include <utility>

#include <domain/event.h>
#include <gtest/gtest.h>

namespace sekisho {
namespace {

TEST(EventType, IsTheContractsName) {
  const auto type = [](EventPayload payload) {
    return type_of(Event{.merchant_id = {}, .timestamp = {}, .payload = std::move(payload)});
  };
  EXPECT_EQ(type(ConversationUpdated{}), "conversation.updated");
  EXPECT_EQ(type(ConversationCompleted{}), "conversation.completed");
  EXPECT_EQ(type(ConversationAbandoned{}), "conversation.abandoned");
  EXPECT_EQ(type(OrderAmended{}), "order.amended");
  EXPECT_EQ(type(OrderCancelled{}), "order.cancelled");
  ConfirmationReported report;
  EXPECT_EQ(type(report), "confirmation.failed");
  report.succeeded = true;
  EXPECT_EQ(type(report), "confirmation.succeeded");
  EXPECT_EQ(type(CodeSubmitted{}), "confirmation.code_submitted");
}

}  // namespace
}  // namespace sekisho
