#pragma once

#include <SQLiteCpp/Database.h>
#include <domain/time.h>

#include "sealing.h"
#include "sqlite/query.h"

namespace sekisho::storage {

/// The table `data_keys`.
class SqliteDataKeys final : public DataKeyTable {
 public:
  SqliteDataKeys(SQLite::Database& database, const Clock& clock);

  [[nodiscard]] std::optional<WrappedKey> newest(std::string_view merchant) override;
  [[nodiscard]] std::optional<WrappedKey> find(std::uint32_t id) override;
  [[nodiscard]] std::uint32_t next_id() override;
  void insert(const WrappedKey& key) override;

 private:
  const Clock& clock_;
  Query newest_;
  Query find_;
  Query next_id_;
  Query insert_;
};

}  // namespace sekisho::storage
