#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "app/shipped_data.h"
#include "reference/reference_import.h"
#include "reference/reference_lookup.h"
#include "reference/reference_sets.h"
#include "support/manual_clock.h"
#include "support/seeded_random.h"
#include "support/temporary_directory.h"

namespace sekisho::gateway::testing {

/// The shipped tables, loaded once.
inline const scoring::ReferenceData& shipped_tables() {
  static const scoring::ReferenceData data = load_reference(SEKISHO_SHARE "/data").value();
  return data;
}

/// An installation's imported data, without a store or a process.
class ReferenceRoom : public ::testing::Test {
 protected:
  Result<ReferenceManifest> import(ReferenceKind kind, std::string_view content,
                                   std::string encoding = "UTF-8") {
    const auto source = directory_.write("source", content);
    return import_reference({.kind = kind,
                             .source = source,
                             .encoding = std::move(encoding),
                             .directory = reference,
                             .data = shipped_tables(),
                             .master = master,
                             .random = random,
                             .clock = clock});
  }

  /// Imports and loads; the test ends when either fails.
  void use(ReferenceKind kind, std::string_view content) {
    const auto imported = import(kind, content);
    ASSERT_TRUE(imported) << imported.error().detail;
    const auto loaded = board.refresh(kind);
    ASSERT_TRUE(loaded) << loaded.error().detail;
    EXPECT_EQ(*loaded, imported->version);
  }

  /// An order of the room's day, to an address in Shinjuku.
  [[nodiscard]] static Order order() {
    Order order;
    order.placed_at = *parse_rfc3339("2026-11-20T10:00:00+09:00");
    order.received_at = order.placed_at;
    order.buyer.name = "山田 花子";
    order.buyer.phone = "090-1234-5678";
    order.buyer.postal_code = "169-0072";
    order.buyer.prefecture = "東京都";
    order.buyer.address = "新宿区大久保2-7-5";
    order.buyer.building = "コーポ大久保 102";
    return order;
  }

  scoring::ReferenceFacts facts_of(const Order& order) { return lookup.facts_of(order); }

 private:
  sekisho::testing::TemporaryDirectory directory_;

 protected:
  sekisho::testing::SeededRandom random;
  sekisho::testing::ManualClock clock{*parse_rfc3339("2026-11-20T01:00:00Z")};
  const storage::MasterKey master = storage::MasterKey::generate(random);
  ReferenceDirectory reference = ReferenceDirectory::of(directory_.path() / "sekisho.db");
  ReferenceBoard board{reference, master, shipped_tables()};
  ReferenceLookup lookup{board};
};

}  // namespace sekisho::gateway::testing
