#include <string>

#include <fmt/format.h>
#include <simulation/population.h>

#include "calendar.h"

namespace sekisho::simulation {

std::string label_header() {
  return "conversation_id,merchant_id,timestamp,outcome,pattern,look_alike,person,known_after\n";
}

std::string label_row(const Label& label) {
  return fmt::format("{},{},{},{},{},{},{},{}\n", label.conversation_id.str(), label.merchant_id.str(),
                     format_jst(label.timestamp), label.outcome, label.pattern, label.look_alike,
                     label.person, label.known_after ? format_jst(*label.known_after) : "");
}

}  // namespace sekisho::simulation
