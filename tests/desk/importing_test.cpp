// rooms: adapters/shelf adapters/store adapters/engine_sqlite adapters/system desk core/program
// Customers out of a table, a row at a time.

#include "desk/importing.hpp"
#include "desk_fixture.hpp"

namespace yakusoku {
namespace {

using desk::Imported;

class Importing : public Desk {
 protected:
  Result<Imported> take(const desk::ImportedRow& row, bool dry_run = false) {
    Result<Imported> done = Imported::unchanged;
    (void)run([&](auto& t) -> Result<Answer> {
      done = desk::import_organization(t, Caller::desk(), row);
      if (dry_run) return fail(ErrorCode::conflict);
      return Answer{200, "{}"};
    });
    return done;
  }
};

TEST_F(Importing, the_same_file_twice_changes_nothing) {
  const desk::ImportedRow row{{"name", "Kitamura"}, {"domains", "Kitamura.example kitamura.co.example"}, {"zone", "Asia/Tokyo"}};
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

}  // namespace
}  // namespace yakusoku
