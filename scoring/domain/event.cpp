#include <domain/event.h>

namespace sekisho {
namespace {

struct TypeName {
  std::string_view operator()(const ConversationUpdated&) const { return "conversation.updated"; }

  std::string_view operator()(const ConversationCompleted&) const { return "conversation.completed"; }

  std::string_view operator()(const ConversationAbandoned&) const { return "conversation.abandoned"; }

  std::string_view operator()(const OrderAmended&) const { return "order.amended"; }

  std::string_view operator()(const OrderCancelled&) const { return "order.cancelled"; }

  std::string_view operator()(const ConfirmationReported& report) const {
    return report.succeeded ? "confirmation.succeeded" : "confirmation.failed";
  }

  std::string_view operator()(const CodeSubmitted&) const { return "confirmation.code_submitted"; }
};

}  // namespace

std::string_view type_of(const Event& event) {
  return std::visit(TypeName{}, event.payload);
}

}  // namespace sekisho
