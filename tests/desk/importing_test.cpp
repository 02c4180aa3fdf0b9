// rooms: adapters/shelf adapters/store adapters/engine_postgres adapters/engine_sqlite adapters/system desk core/program
// Customers out of a table, a row at a time.

#include "desk/importing.hpp"
#include "desk_fixture.hpp"

namespace yakusoku {
namespace {

using desk::Imported;

class Importing : public Desk {
 protected:
  Result<Imported> take(const desk::ImportedRow& row, bool dry_run = false) {
    return take(desk::ImportOf::organizations, row, dry_run);
  }
  Result<Imported> take(desk::ImportOf table, const desk::ImportedRow& row, bool dry_run = false) {
    Result<Imported> done = Imported::unchanged;
    (void)run([&](auto& t) -> Result<Answer> {
      done = desk::import_row(t, shelf_, Caller::desk(), table, row);
      if (dry_run) return fail(ErrorCode::conflict);
      return Answer{200, "{}"};
    });
    return done;
  }
};

TEST_F(Importing, the_same_file_twice_changes_nothing) {
  const desk::ImportedRow row{
      {"name", "Kitamura"}, {"domains", "Kitamura.example kitamura.co.example"}, {"zone", "Asia/Tokyo"}};
  EXPECT_EQ(Imported::added, take(row, true));
  EXPECT_EQ(Imported::added, take(row));  // the dry run wrote nothing
  EXPECT_EQ(Imported::unchanged, take(row));
  EXPECT_EQ(Imported::changed, take({{"name", "Kitamura"}, {"country", "JP"}}));
  (void)store_->read([&](ports::Reader& reader) {
    const auto seen = reader.organization_by_name("Kitamura");
    ASSERT_TRUE(seen);
    EXPECT_EQ("JP", seen->country);
    EXPECT_EQ("Asia/Tokyo", seen->zone);  // a column that is not there leaves alone what is
    EXPECT_EQ(seen->id, reader.organization_of_domain("kitamura.example"));
  });
}

TEST_F(Importing, a_parent_that_is_not_there_yet_is_waited_for) {
  const desk::ImportedRow child{{"name", "Kitamura Osaka"}, {"parent", "Kitamura"}};
  EXPECT_EQ(Imported::waits, take(child));
  EXPECT_EQ(Imported::added, take({{"name", "Kitamura"}}));
  EXPECT_EQ(Imported::added, take(child));
  (void)store_->read([&](ports::Reader& reader) {
    const auto below = reader.organizations_below(reader.organization_by_name("Kitamura")->id);
    ASSERT_EQ(1u, below.size());
    EXPECT_EQ("Kitamura Osaka", below[0].name);
  });
}

TEST_F(Importing, what_does_not_fit_is_said_and_changes_nothing) {
  EXPECT_EQ(ErrorCode::required, take({{"zone", "Asia/Tokyo"}}).error().code);
  EXPECT_EQ(ErrorCode::unknown_zone, take({{"name", "K"}, {"zone", "Asia/Nowhere"}}).error().code);
  EXPECT_EQ(Imported::added, take({{"name", "One"}, {"domains", "one.example"}}));
  const auto taken = take({{"name", "Two"}, {"domains", "one.example"}});
  ASSERT_FALSE(taken);
  EXPECT_EQ(ErrorCode::duplicate, taken.error().code);
  EXPECT_EQ("one.example", taken.error().detail);
}

TEST_F(Importing, people_with_their_numbers) {
  using enum desk::ImportOf;
  EXPECT_EQ(Imported::added, take({{"name", "Kitamura"}}));
  const desk::ImportedRow mori{{"email", "Mori@kitamura.example"},
                               {"name", "Mori"},
                               {"organization", "Kitamura"},
                               {"role", "customer_admin"},
                               {"phones", "+81 3 5550 0100; +81 90 5550 0101"}};
  EXPECT_EQ(Imported::added, take(people, mori, true));
  EXPECT_EQ(Imported::added, take(people, mori));
  EXPECT_EQ(Imported::unchanged, take(people, mori));
  EXPECT_EQ(Imported::changed, take(people, {{"email", "mori@kitamura.example"}, {"zone", "Asia/Tokyo"}}));
  EXPECT_EQ(ErrorCode::unknown_value,
            take(people, {{"email", "a@b.example"}, {"organization", "Nobody"}}).error().code);
  EXPECT_EQ(ErrorCode::unknown_value, take(people, {{"email", "a@b.example"}, {"role", "admin"}}).error().code);
  EXPECT_EQ(ErrorCode::not_allowed, take(people, {{"email", "emma@example.com"}, {"name", "Other"}}).error().code);
  (void)store_->read([&](ports::Reader& reader) {
    const auto seen = reader.person_by_address("mori@kitamura.example");
    ASSERT_TRUE(seen);
    EXPECT_EQ(ports::Role::customer_admin, seen->role);
    EXPECT_EQ(2u, reader.phones_of(seen->id).size());
  });
}

TEST_F(Importing, environments_and_what_is_refused_of_contracts) {
  using enum desk::ImportOf;
  EXPECT_EQ(Imported::added, take({{"name", "Kitamura"}, {"facts.spend", "120000"}}));
  const desk::ImportedRow staging{
      {"organization", "Kitamura"}, {"program", "golden"},           {"name", "staging"},
      {"environment", "staging"},   {"covered_until", "2027-03-31"}, {"details.os", "Debian 12"}};
  EXPECT_EQ(Imported::added, take(assets, staging));
  EXPECT_EQ(Imported::unchanged, take(assets, staging));
  EXPECT_EQ(
      ErrorCode::invalid,
      take(assets, {{"organization", "Kitamura"}, {"name", "staging"}, {"covered_until", "soon"}}).error().code);
  EXPECT_EQ(ErrorCode::unknown_value,
            take(contracts, {{"organization", "Kitamura"}, {"program", "none"}}).error().code);
  EXPECT_EQ(ErrorCode::unknown_value,
            take(contracts, {{"organization", "Kitamura"}, {"program", "golden"}, {"plan", "gold"}}).error().code);
  EXPECT_EQ(
      ErrorCode::invalid,
      take(contracts, {{"organization", "Kitamura"}, {"program", "golden"}, {"licences", "many"}}).error().code);
  (void)store_->read([&](ports::Reader& reader) {
    const auto customer = reader.organization_by_name("Kitamura");
    ASSERT_EQ(1u, reader.assets_of(customer->id).size());
    EXPECT_EQ("Debian 12", reader.assets_of(customer->id).front().details.get_string("os"));
    EXPECT_EQ(120000, customer->facts.get_integer("spend"));
  });
}

TEST(ImportColumns, are_known_by_name) {
  using enum desk::ImportOf;
  EXPECT_TRUE(desk::is_column(organizations, "facts.spend"));
  EXPECT_FALSE(desk::is_column(organizations, "facts."));
  EXPECT_FALSE(desk::is_column(people, "facts.spend"));
  EXPECT_FALSE(desk::is_column(people, ""));
  EXPECT_FALSE(desk::is_column(people, "email name"));
}

}  // namespace
}  // namespace yakusoku
