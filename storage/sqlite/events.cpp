#include "sqlite/events.h"

namespace sekisho::storage {
namespace {

/// What names an event's row in its seals. A hook's id has no slash.
std::string row_name(std::string_view hook, std::string_view event) {
  std::string name;
  name.reserve(hook.size() + 1 + event.size());
  name += hook;
  name += '/';
  name += event;
  return name;
}

Place place(std::string_view merchant, std::string_view row, std::string_view column) {
  return {.merchant = merchant, .table = "event_bodies", .row = row, .column = column};
}

}  // namespace

Events::Events(SQLite::Database& database, RowHasher& hasher, Sealer& sealer)
    : database_(database),
      hasher_(hasher),
      sealer_(sealer),
      contains_(database, "SELECT 1 FROM events WHERE key_hash = ?1 AND event_id = ?2 AND hook_id = ?3"),
      answer_(database,
              "SELECT merchant_id, body_hash, answer_status, answer FROM events "
              "JOIN event_bodies ON event_row = events.id "
              "WHERE key_hash = ?1 AND event_id = ?2 AND hook_id = ?3"),
      insert_(database,
              "INSERT INTO events (key_hash, hook_id, event_id, merchant_id, conversation_row, type, "
              "received_at, "
              "body_hash, answer_status) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)"),
      insert_body_(database, "INSERT INTO event_bodies (event_row, body, answer) VALUES (?1, ?2, ?3)"),
      latest_(database, "SELECT max(received_at) FROM events"),
      last_hash_(hasher.event(last_key_)) {}

std::int64_t Events::hash_of(const EventKey& key) {
  if (key.event_id != last_key_.event_id || key.hook_id != last_key_.hook_id) {
    last_hash_ = hasher_.event(key);
    last_key_ = key;
  }
  return last_hash_;
}

bool Events::contains(const EventKey& key) {
  return contains_.rows(hash_of(key), key.event_id, key.hook_id).next();
}

std::optional<Timestamp> Events::latest_at() {
  auto rows = latest_.rows();
  return rows.next() ? rows.optional_time() : std::nullopt;
}

std::optional<StoredAnswer> Events::answer(const EventKey& key) {
  auto rows = answer_.rows(hash_of(key), key.event_id, key.hook_id);
  if (!rows.next()) return std::nullopt;
  const auto merchant = rows.text();
  StoredAnswer answer{.body_hash = rows.lookup_key(), .status = static_cast<int>(rows.integer()), .body = {}};
  const auto row = row_name(key.hook_id.str(), key.event_id.str());
  answer.body = sealer_.open(place(merchant, row, "answer"), rows.bytes());
  return answer;
}

void Events::insert(const EventRecord& event, std::optional<RowId> conversation_row) {
  const auto row = row_name(event.key.hook_id.str(), event.key.event_id.str());
  const auto& merchant = event.merchant_id.str();
  insert_.run(hash_of(event.key), event.key.hook_id, event.key.event_id, event.merchant_id, conversation_row,
              event.type, event.received_at, blob(event.body_hash), event.answer_status);
  const auto event_row = database_.getLastInsertRowid();
  insert_body_.run(event_row, Blob{sealer_.seal(place(merchant, row, "body"), event.body)},
                   Blob{sealer_.seal(place(merchant, row, "answer"), event.answer)});
}

EventBodies::EventBodies(SQLite::Database& database, Sealer& sealer)
    : sealer_(sealer),
      select_(database,
              "SELECT hook_id, event_id, merchant_id, body FROM events JOIN event_bodies ON event_row = "
              "events.id "
              "WHERE conversation_row = ?1 AND type GLOB 'conversation.*' ORDER BY events.id") {}

std::vector<std::string> EventBodies::of_conversation(RowId conversation_row) {
  std::vector<std::string> bodies;
  auto rows = select_.rows(conversation_row);
  while (rows.next()) {
    const auto hook = rows.text();
    const auto row = row_name(hook, rows.bytes());
    const auto merchant = rows.text();
    bodies.push_back(sealer_.open(place(merchant, row, "body"), rows.bytes()));
  }
  return bodies;
}

}  // namespace sekisho::storage
