// rooms: adapters/pages adapters/access adapters/http adapters/shelf adapters/store adapters/engine_sqlite adapters/system desk core/program ports base
// The customer's own administrator: what is held, and the named contacts whom he changes within the limit.

#include "desk/balances.hpp"
#include "desk/customers.hpp"
#include "pages_desk.hpp"

namespace yakusoku::pages_tests {
namespace {

class OrganizationPage : public PagesDesk {
 protected:
  void SetUp() override {
    PagesDesk::SetUp();
    std::vector<program::SourceFile> files;
    for (const std::string name : {"program.yaml", "days.yaml"})
      files.push_back({name, file_text("tests/programs/golden/" + name)});
    files.front().content += R"(
plans:
  premier: {title: {en: Premier, ja: プレミア}, when: {contact.named: yes}}
  standard: {title: {en: Standard, ja: スタンダード}, bought: no}
facts:
  licences: {title: {en: Licences, ja: ライセンス数}, type: number, from: contract.licences}
contacts: {number: 1 * licences, must: {contact.personal: yes}}
)";
    program_ =
        number([&](auto& t) { return desk::enact_program(t, shelf_, desk::Caller::desk(), {files}); }, "program");
  }

  void sign(std::string to) {
    ports::ContractRow row;
    row.organization = OrganizationId{1};
    row.program = ProgramId{program_};
    row.plan = "premier";
    row.from = "2020-01-01";
    row.to = std::move(to);
    row.licences = 1;
    row.price = Json::object({{"en", "$1,000 a year"}, {"ja", "年額15万円"}});
    number([&](auto& t) { return desk::put_contract(t, shelf_, desk::Caller::desk(), row); }, "contract");
  }

  http::Response name(const std::string& who, const std::string& replaces = "0") {
    const auto page = get("/organization");
    return post("/organization", {{"csrf", hidden(page, "csrf")},
                                  {"key", hidden(page, "key")},
                                  {"program", std::to_string(program_)},
                                  {"program_key", key_},
                                  {"name", who},
                                  {"address", who + "@example.com"},
                                  {"personal", "yes"},
                                  {"replaces", replaces}});
  }

  std::int64_t program_ = 0;
};

TEST_F(OrganizationPage, it_is_its_administrators_alone) {
  EXPECT_EQ(get("/organization").status, 303);
  log_in("misaki");
  EXPECT_EQ(get("/organization").status, 403);
  log_in("boss");
  const auto page = get("/organization");
  EXPECT_EQ(page.status, 200);
  EXPECT_NE(page.body.find("No contract is recorded"), std::string::npos);
  EXPECT_NE(get("/requests").body.find("href=\"/organization\""), std::string::npos);
}

TEST_F(OrganizationPage, contacts_are_named_swapped_and_removed_within_the_limit) {
  sign("");
  log_in("boss");
  const auto before = get("/organization").body;
  EXPECT_NE(before.find("0 of 1"), std::string::npos);
  EXPECT_NE(before.find("$1,000 a year"), std::string::npos);
  EXPECT_EQ(name("misaki").status, 303);
  EXPECT_NE(get("/organization").body.find("1 of 1"), std::string::npos);
  // The second is one too many; the clause says so and leads to the program.
  const auto refused = name("ken");
  EXPECT_GE(refused.status, 400);
  EXPECT_NE(refused.body.find("<code>contacts.number</code>"), std::string::npos);
  // In the place of the first he may be one.
  const auto page = get("/organization").body;
  const std::string mark = "name=\"remove\" value=\"";
  const auto at = page.find(mark) + mark.size();
  const std::string contact = page.substr(at, page.find('"', at) - at);
  EXPECT_EQ(name("ken", contact).status, 303);
  const auto swapped = get("/organization").body;
  EXPECT_NE(swapped.find("<b>ken</b>"), std::string::npos);
  EXPECT_EQ(swapped.find("<b>misaki</b>"), std::string::npos);
}

TEST_F(OrganizationPage, a_contract_that_has_ended_covers_nothing_today) {
  sign("2020-12-31");
  log_in("boss");
  EXPECT_NE(get("/organization").body.find("not in force today"), std::string::npos);
}

TEST_F(OrganizationPage, what_is_left_of_packs_is_said_with_its_end) {
  const std::vector<program::SourceFile> files{
      {"program.yaml", file_text("tests/programs/incident_packs/program.yaml")}};
  const ProgramId packs{
      number([&](auto& t) { return desk::enact_program(t, shelf_, desk::Caller::desk(), {files}); }, "program")};
  log_in("boss");
  EXPECT_EQ(get("/organization").body.find("id=\"balances\""), std::string::npos);
  number(
      [&](auto& t) { return desk::buy_packs(t, shelf_, desk::Caller::desk(), OrganizationId{1}, packs, "packs", 2); },
      "position");
  const auto page = get("/organization").body;
  EXPECT_NE(page.find("Incidents of your packs: 10"), std::string::npos) << page;
  EXPECT_NE(page.find("10 of it end "), std::string::npos);
}

}  // namespace
}  // namespace yakusoku::pages_tests
