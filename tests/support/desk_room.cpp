#include "support/desk_room.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include <adapters/standard_webhooks.h>
#include <scoring/policy_json.h>

#include "desk/keyed_identifiers.h"
#include "support/small_engine.h"

namespace sekisho::testing {

using gateway::Delivery;
using gateway::Job;
using gateway::Response;

namespace {

/// What a Result or Stored holds, or the end of the test.
template <class T>
auto sure(T result) {
  if (!result) throw std::runtime_error(result.error().detail);
  if constexpr (!std::is_void_v<typename T::value_type>) return *std::move(result);
}

Job job_for(std::variant<Delivery, gateway::Write, gateway::Command> work, std::optional<Response>& answer) {
  return {std::move(work), [&answer](Response response) {
            if (answer) throw std::logic_error("a job was answered twice");
            answer = std::move(response);
          }};
}

storage::PolicyRecord policy_record(std::int64_t version, const Thresholds& thresholds) {
  Policy policy;
  policy.thresholds = thresholds;
  return {.merchant_id = DeskRoom::merchant_id,
          .version = version,
          .document = scoring::write_policy(policy),
          .created_at = noon,
          .created_by = "operator",
          .active = true};
}

}  // namespace

DeskRoom::DeskRoom(Options options) : options_(std::move(options)) {
  const auto path = (directory_.path() / "sekisho.db").string();
  sure(storage::create_sqlite(path, master, clock.now()));
  open();
  furnish();
}

void DeskRoom::open() {
  database_ =
      sure(storage::SqliteDatabase::open((directory_.path() / "sekisho.db").string(), master, clock, random));
  store_.emplace(database_->store());
  reader_ = sure(database_->make_reader());
  board_.emplace(sure(gateway::build_settings(sure(store_->load_settings()))));
  gateway::DeskEvents events{.on_callbacks =
                                 [this](std::vector<storage::CallbackRecord> callbacks) {
                                   if (on_callbacks) return on_callbacks(std::move(callbacks));
                                   std::ranges::move(callbacks, std::back_inserter(handed_over));
                                 },
                             .on_fatal = [this](std::string_view detail) { fatal.emplace_back(detail); }};
  process_clock_.emplace(clock, options_.event_clock);
  desk_.emplace(*store_, small_engine(), *board_, storage::LookupHasher{master}, *process_clock_, random,
                metrics, log,
                gateway::OutboxOptions{.owner = "node_test",
                                       .lease_for = std::chrono::minutes{1},
                                       .first_attempt_after = options_.first_attempt_after},
                std::move(events));
  sure(desk_->rebuild());
}

void DeskRoom::furnish() {
  storage::Unit unit;
  unit.merchants.push_back({merchant_id, "肌育", noon});
  unit.policies.push_back(policy_record(1, {}));
  unit.hooks.push_back({.id = hook_id,
                        .adapter = "qualva",
                        .callback_url = options_.callback_url,
                        .enabled = true,
                        .callbacks_enabled = true,
                        .merchants = {merchant_id},
                        .revision = 0,
                        .created_at = noon});
  for (const auto use : {storage::SecretUse::signing, storage::SecretUse::callback}) {
    unit.secrets.push_back({.id = use == storage::SecretUse::signing ? "sec_signing" : "sec_callback",
                            .hook_id = hook_id,
                            .use = use,
                            .secret = adapters::make_signing_secret(random),
                            .created_at = noon});
  }
  change(std::move(unit));
}

void DeskRoom::restart() {
  desk_.reset();
  board_.reset();
  reader_.reset();
  store_.reset();
  database_.reset();
  open();
}

std::unique_ptr<storage::Reader> DeskRoom::make_reader() {
  return sure(database_->make_reader());
}

Delivery DeskRoom::delivery(std::string_view event_id, const nlohmann::json& body) {
  Delivery made{.hook = board_->current()->hook(hook_id),
                .event_id = EventId{event_id},
                .body_hash = {},
                .body = body.dump(),
                .received_at = clock.now(),
                .arrived = clock.steady(),
                .event = {},
                .identifiers = {},
                .trace = {}};
  made.body_hash = hasher_.key({}, "body", made.body);
  made.event = sure(adapter_->read(made.body));
  if (options_.event_clock) made.received_at = made.event.timestamp;
  if (const auto* order = std::get_if<ConversationCompleted>(&made.event.payload)) {
    Order preview;
    preview.merchant_id = made.event.merchant_id;
    preview.buyer = order->buyer;
    preview.delivery = order->delivery;
    preview.cart = order->cart;
    preview.payment = order->payment;
    preview.conversation.visitor = order->part.visitor;
    made.identifiers = gateway::keyed_identifiers(preview, hasher_);
    made.trace = small_engine().trace(preview, gateway::trace_keys(hasher_));
  }
  return made;
}

Response DeskRoom::deliver(std::string_view event_id, const nlohmann::json& body) {
  std::vector<Delivery> batch;
  batch.push_back(delivery(event_id, body));
  return deliver(std::move(batch)).front();
}

std::vector<Response> DeskRoom::deliver(std::vector<Delivery> batch) {
  std::vector<std::optional<Response>> answers(batch.size());
  std::vector<Job> jobs;
  for (std::size_t i = 0; i < batch.size(); ++i)
    jobs.push_back(job_for(std::move(batch[i]), answers[i]));
  desk_->process(std::move(jobs));
  std::vector<Response> responses;
  for (auto& answer : answers)
    responses.push_back(std::move(answer).value());
  return responses;
}

Response DeskRoom::command(gateway::Command command) {
  std::optional<Response> answer;
  std::vector<Job> jobs;
  jobs.push_back(job_for(std::move(command), answer));
  desk_->process(std::move(jobs));
  return std::move(answer).value();
}

void DeskRoom::change(storage::Unit unit) {
  const auto response = command([unit](const gateway::DeskView&) {
    return gateway::CommandOutcome{gateway::json_response(200, "{}"), unit};
  });
  if (response.status != 200) throw std::runtime_error("a change was not written: " + response.body);
}

void DeskRoom::set_thresholds(int challenge, int review, int reject) {
  storage::Unit unit;
  const auto version = sure(store_->latest_policy_version(merchant_id)) + 1;
  unit.policies.push_back(policy_record(
      version,
      {.challenge = Tenths{10} * challenge, .review = Tenths{10} * review, .reject = Tenths{10} * reject}));
  change(std::move(unit));
}

void DeskRoom::judge_all(Verdict verdict) {
  const auto from = [&](Verdict band) { return verdict >= band ? 0 : 101; };
  set_thresholds(from(Verdict::challenge), from(Verdict::review), from(Verdict::reject));
}

std::optional<storage::OrderState> DeskRoom::order(const OrderId& id) {
  return sure(reader_->order(id));
}

std::optional<storage::OrderState> DeskRoom::order_of(std::string_view conversation) {
  const std::vector<storage::ConversationKey> keys{{hook_id, merchant_id, ConversationId{conversation}}};
  return sure(store_->find_orders_of(keys)).front();
}

nlohmann::json DeskRoom::assessment_of(std::string_view conversation) {
  return nlohmann::json::parse(order_of(conversation).value().assessment.document);
}

std::vector<storage::CallbackView> DeskRoom::callbacks_of(std::string_view conversation) {
  storage::CallbackFilter filter;
  filter.order_id = order_of(conversation).value().order.id;
  auto rows = sure(reader_->callbacks(filter, {.limit = 500, .cursor = {}})).rows;
  std::ranges::sort(rows, {}, [](const auto& row) { return row.callback.sequence; });
  return rows;
}

std::vector<std::string> DeskRoom::history_of(std::string_view conversation) {
  std::vector<std::string> steps;
  for (const auto& step : sure(reader_->history(order_of(conversation).value().order.id))) {
    const std::string from{step.from ? to_string(*step.from) : "nothing"};
    steps.push_back(step.event + ": " + from + " -> " + std::string{to_string(step.to)});
  }
  return steps;
}

}  // namespace sekisho::testing
