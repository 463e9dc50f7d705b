#include "sqlite/migrations.h"

#include <array>

#include <SQLiteCpp/SQLiteCpp.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/stored_records.h"

namespace sekisho::storage {
namespace {

using ::testing::HasSubstr;

constexpr std::array<Migration, 3> history{{
    {1, "house", "aaaa",
     "CREATE TABLE one (id INTEGER PRIMARY KEY); CREATE TABLE two (id INTEGER PRIMARY KEY);"},
    {2, "more", "bbbb", "ALTER TABLE one ADD COLUMN note TEXT;"},
    {3, "most", "cccc", "INSERT INTO one (note) VALUES ('from three');"},
}};
constexpr std::span<const Migration> three{history};

class Migrations : public ::testing::Test {
 protected:
  SQLite::Database database_{":memory:", SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE};

  std::string refusal(std::span<const Migration> known) {
    const auto checked = check_migrations(database_, known);
    if (checked) return "none";
    EXPECT_EQ(checked.error().detail.find('\n'), std::string::npos) << "a refusal is one line";
    return checked.error().detail;
  }
};

TEST_F(Migrations, AreAppliedInOrderAndRecorded) {
  apply_migrations(database_, three, noon);
  EXPECT_EQ(database_.execAndGet("SELECT note FROM one").getString(), "from three");
  EXPECT_EQ(
      database_.execAndGet("SELECT group_concat(version || name || sha256) FROM migrations").getString(),
      "1houseaaaa,2morebbbb,3mostcccc");
  EXPECT_EQ(database_.execAndGet("SELECT applied_at FROM migrations WHERE version = 1").getInt64(),
            noon.time_since_epoch().count());
  EXPECT_EQ(refusal(three), "none");
}

TEST_F(Migrations, OnlyMissingOnesAreApplied) {
  apply_migrations(database_, three.first(1), noon);
  EXPECT_EQ(refusal(three), "none");
  apply_migrations(database_, three, noon);
  apply_migrations(database_, three, noon);
  EXPECT_EQ(database_.execAndGet("SELECT count(*) FROM one").getInt(), 1);
}

TEST_F(Migrations, AFailingOneLeavesNothingAndKeepsThoseBefore) {
  constexpr std::array<Migration, 2> broken{
      {history[0], {2, "broken", "x", "CREATE TABLE three (id); SELECT nothing;"}}};
  EXPECT_THROW(apply_migrations(database_, broken, noon), SQLite::Exception);
  EXPECT_TRUE(database_.tableExists("one"));
  EXPECT_FALSE(database_.tableExists("three"));
  EXPECT_EQ(database_.execAndGet("SELECT count(*) FROM migrations").getInt(), 1);
}

TEST_F(Migrations, ANewerSchemaIsRefused) {
  apply_migrations(database_, three, noon);
  EXPECT_THAT(refusal(three.first(2)), HasSubstr("newer version has migrated it (3 most)"));
}

TEST_F(Migrations, AChangedChecksumIsRefused) {
  apply_migrations(database_, three, noon);
  database_.exec("UPDATE migrations SET sha256 = 'bbbc' WHERE version = 2");
  EXPECT_THAT(refusal(three), HasSubstr("migration 2 more is not the one"));
}

TEST_F(Migrations, AGapIsRefused) {
  apply_migrations(database_, three, noon);
  database_.exec("DELETE FROM migrations WHERE version = 2");
  EXPECT_THAT(refusal(three), HasSubstr("migration 2 is missing"));
}

TEST_F(Migrations, AMissingFirstOneIsRefused) {
  apply_migrations(database_, three, noon);
  database_.exec("DELETE FROM migrations WHERE version = 1");
  EXPECT_THAT(refusal(three), HasSubstr("migration 1 is missing"));
}

TEST_F(Migrations, AVersionBelowTheFirstIsRefused) {
  apply_migrations(database_, three, noon);
  database_.exec("INSERT INTO migrations VALUES (0, 'x', 'y', 1)");
  EXPECT_NE(refusal(three), "none");
}

TEST_F(Migrations, AnotherProgramsDatabaseIsRefused) {
  database_.exec("CREATE TABLE customers (id)");
  EXPECT_THAT(refusal(three), HasSubstr("not a database of this program"));
}

TEST(EmbeddedMigrations, AreNumberedFromOneWithoutAGap) {
  int expected = 1;
  for (const auto& migration : embedded_migrations()) {
    EXPECT_EQ(migration.version, expected++);
    EXPECT_EQ(migration.sha256.size(), 64U);
    EXPECT_FALSE(migration.name.empty());
    EXPECT_FALSE(migration.sql.empty());
  }
  EXPECT_GE(expected, 2);
}

}  // namespace
}  // namespace sekisho::storage
