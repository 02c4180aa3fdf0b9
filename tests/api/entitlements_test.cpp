// rooms: adapters/api adapters/access adapters/shelf adapters/store adapters/engine_postgres adapters/engine_sqlite adapters/system desk base
// Coverage and named contacts over the API.

#include "api_desk.hpp"

namespace yakusoku::api_tests {
namespace {

class Entitlements : public ApiDesk {};

TEST_F(Entitlements, where_no_contracts_are_kept_nothing_covers_and_nothing_is_missed) {
  const std::string id = open_ticket();
  const Answered seen = get("misaki", "/tickets/" + id + "/coverage");
  ASSERT_EQ(seen.status, 200) << seen.body;
  EXPECT_TRUE(seen.at({"covered"}).is_null());
  EXPECT_TRUE(seen.at({"missed"}).items().empty());
  EXPECT_EQ(get("eve", "/tickets/" + id + "/coverage").status, 404);
}

TEST_F(Entitlements, contacts_of_another_organization_are_nobody_s_to_see_or_name) {
  EXPECT_EQ(get("eve", "/desk/organizations/1/contacts/1").status, 404);
  EXPECT_EQ(call("eve", "POST", "/desk/organizations/1/contacts/1", R"({"person_id":1})").status, 404);
  const Answered none = get("emma", "/desk/organizations/1/contacts/1");
  ASSERT_EQ(none.status, 200) << none.body;
  EXPECT_TRUE(none.at({"contacts"}).items().empty());
}

}  // namespace
}  // namespace yakusoku::api_tests
