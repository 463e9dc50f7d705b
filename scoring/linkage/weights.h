#pragma once

#include <scoring/linkage.h>

namespace sekisho::scoring::weights {

// What each piece of evidence weighs, in bits (Fellegi and Sunter's logarithm of m/u), between two orders
// that some blocking key has brought together. They are judgements, not counts: a merchant has no labelled
// pairs on its first day. The honest look-alikes that each has to withstand stand beside it;
// tests/unit/scoring/judge_test.cpp holds them all against the threshold.

/// Two orders are of one person from here on: a full name alone is not enough, nor a shared device.
inline constexpr double threshold = 6;

// One person's own. A mailbox alone carries over another name, phone and address: whoever reads the mail is
// the buyer.
inline constexpr double mailbox = 12.5;
inline constexpr double card = 8;    // spouses share one: below `household` then
inline constexpr double phone = 7;   // mobile. Numbers are given out again: not enough against another name
inline constexpr double device = 6;  // families and shops lend theirs

// The name. 佐藤健 is borne by hundreds, so it takes a second key.
inline constexpr double name = 6;
inline constexpr double name_reading = 5;  // 健一 and 賢一: often another person, or one who hides
inline constexpr double name_typo = 3;     // a slip, where the other reading is no name of its own
inline constexpr double family_name = 1;
inline constexpr double other_family = -2;  // marriage
inline constexpr double other_given = -6;   // parents, children, siblings
inline constexpr double other_name = -4;

// The place. Within one lot the same full name is one person, who varies the room.
inline constexpr double room = 5;
inline constexpr double lot = 4;
inline constexpr double other_room_same_name = 3;
inline constexpr double other_room = 1;
inline constexpr double lot_near_same_name = 2;
inline constexpr double lot_near = 0;
inline constexpr double other_lot = -1.5;  // people move, and send gifts
inline constexpr double recipient = 3;     // two givers of one recipient are not one person

// Near keys. A mailbox's stem mostly is the bearer's name: beside the same name it tells little.
inline constexpr double mail_sibling = 3;
inline constexpr double mail_sibling_same_name = 1.5;
inline constexpr double phone_near = 2;
inline constexpr double fixed_phone = 4;
inline constexpr double ip = 1.5;  // offices, dormitories, carriers; says nothing more beside the same device

// People change them, fraudsters at every order.
inline constexpr double other_phone = -1;
inline constexpr double other_mailbox = -0.5;

/// Device, address, fixed phone and IP come together in one household or office: for two names all of them
/// count no more than this. With one family name every key but the mailbox is among them.
inline constexpr double household = 7;

}  // namespace sekisho::scoring::weights
