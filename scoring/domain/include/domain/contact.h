#pragma once

#include <string>

namespace sekisho {

/// A buyer or a recipient, in the words typed into the chat. `""` is absent: chat forms send it for a
/// question that was skipped.
struct Contact {
  std::string name;
  std::string name_kana;
  std::string phone;
  std::string email;
  std::string postal_code;
  std::string prefecture;
  std::string address;
  std::string building;
  std::string birth_date;
  std::string gender;
  bool operator==(const Contact&) const = default;
};

/// Where the goods go when that is not the buyer.
struct Delivery {
  Contact recipient;
  std::string desired_at;
  bool operator==(const Delivery&) const = default;
};

}  // namespace sekisho
