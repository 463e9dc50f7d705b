#pragma once

#include <optional>
#include <string>
#include <vector>

#include <SQLiteCpp/Database.h>
#include <storage/records.h>

#include "sealing.h"
#include "sqlite/query.h"
#include "sqlite/row_hasher.h"

namespace sekisho::storage {

/// The tables `events` and `event_bodies`.
class Events {
 public:
  Events(SQLite::Database& database, RowHasher& hasher, Sealer& sealer);

  [[nodiscard]] bool contains(const EventKey& key);
  [[nodiscard]] std::optional<StoredAnswer> answer(const EventKey& key);
  void insert(const EventRecord& event, std::optional<RowId> conversation_row);
  [[nodiscard]] std::optional<Timestamp> latest_at();

 private:
  std::int64_t hash_of(const EventKey& key);

  SQLite::Database& database_;
  RowHasher& hasher_;
  Sealer& sealer_;
  Query contains_;
  Query answer_;
  Query insert_;
  Query insert_body_;
  Query latest_;
  EventKey last_key_;  ///< an event is looked for before it is written
  std::int64_t last_hash_;
};

/// The bodies of a conversation's own events: read by the writer and by readers.
class EventBodies {
 public:
  EventBodies(SQLite::Database& database, Sealer& sealer);

  /// Those of conversation.* events, in order of arrival.
  [[nodiscard]] std::vector<std::string> of_conversation(RowId conversation_row);

 private:
  Sealer& sealer_;
  Query select_;
};

}  // namespace sekisho::storage
