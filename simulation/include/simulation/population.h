#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <domain/ids.h>
#include <domain/result.h>
#include <domain/time.h>
#include <simulation/world.h>

namespace sekisho::simulation {

struct Parameters {
  std::uint64_t seed = 1;
  std::size_t orders = 1000;  ///< completed conversations, honest and not; 1 at least
  int days = 30;              ///< 1 at least
  double fraud_rate = 0.05;   ///< share of the orders, in [0, 1]
  Timestamp from;             ///< the first midnight, in Japan
  std::vector<MerchantId> merchants;
};

/// The truth about one order.
struct Label {
  ConversationId conversation_id;
  MerchantId merchant_id;
  Timestamp timestamp;       ///< of the event that made the order
  std::string_view outcome;  ///< the contract's word: `legitimate`, `fraud.affiliate` …
  std::string_view pattern;  ///< `honest`, or the name of a fraud pattern (docs/simulation.md)
  std::string look_alike;    ///< why a naive rule might punish an honest order; several joined with `;`
  std::string person;        ///< who really ordered: the same for all orders of one person
  std::optional<Timestamp> known_after;  ///< when the shop learns the outcome; nothing: it never does
};

/// One webhook delivery.
struct SimulatedEvent {
  Timestamp at;  ///< the event's own `timestamp`
  MerchantId merchant_id;
  ConversationId conversation_id;
  std::string body;                  ///< what is posted, in the format of the adapter `qualva`
  std::optional<std::size_t> label;  ///< of the order that this event makes
};

/// Tables that a shop would import, in the columns of `sekisho import`: what is known of phones, vacant rooms
/// and forwarders, with the gaps and errors that such data have.
struct ReferenceFiles {
  std::string phone_reachability;
  std::string vacancies;
  std::string forwarders;
};

/// Honest buyers and fraud over a stretch of time. The same parameters and world give the same bytes on every
/// machine. Bodies are written when they are asked for, so that a large population fits into memory.
class Population {
 public:
  /// Fails when a parameter is out of its range.
  [[nodiscard]] static Result<Population> simulate(const Parameters& parameters, const World& world);
  Population(Population&&) noexcept;
  Population& operator=(Population&&) noexcept;
  ~Population();

  /// Events in order of time.
  [[nodiscard]] std::size_t size() const;
  [[nodiscard]] SimulatedEvent event(std::size_t index) const;
  /// The number of the conversation that an event belongs to.
  [[nodiscard]] std::size_t conversation_number(std::size_t index) const;

  /// One for each order, in order of time.
  [[nodiscard]] const std::vector<Label>& labels() const;
  [[nodiscard]] ReferenceFiles reference_files() const;

 private:
  struct Impl;
  explicit Population(std::unique_ptr<const Impl> impl);
  std::unique_ptr<const Impl> impl_;
};

/// The fraud patterns and the honest look-alikes that a population can hold.
[[nodiscard]] std::vector<std::string_view> fraud_patterns();
[[nodiscard]] std::vector<std::string_view> look_alike_kinds();

/// The columns of labels.csv, and one row of it, each with its newline.
[[nodiscard]] std::string label_header();
[[nodiscard]] std::string label_row(const Label& label);

}  // namespace sekisho::simulation
