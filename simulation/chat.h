#pragma once

#include <vector>

#include <domain/conversation.h>

#include "dice.h"
#include "visit.h"

namespace sekisho::simulation {

/// The whole chat that leads to this visit's answers, in order of time; it ends just before `visit.at`. An
/// abandoned visit's chat breaks off at some question.
[[nodiscard]] std::vector<Message> write_chat(const Visit& visit, Dice& dice);

}  // namespace sekisho::simulation
