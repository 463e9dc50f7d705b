#include "signals/facts.h"

#include <utility>

#include "identity/phone.h"

namespace sekisho::scoring {

Facts::Facts(const Order& order_, const Past& past_, const ReferenceTables& tables_,
             ReferenceFacts reference_)
    : order(order_),
      past(past_),
      tables(tables_),
      reference(std::move(reference_)),
      phone(canonical_phone(order_.buyer.phone)),
      mailbox(parse_mailbox(order_.buyer.email)),
      address(parse_address(order_.buyer.prefecture, order_.buyer.address)),
      rhythm(rhythm_of(order_.conversation)) {}

}  // namespace sekisho::scoring
