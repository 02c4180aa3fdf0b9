// rooms: sim/backtest adapters/shelf adapters/store adapters/engine_postgres adapters/engine_sqlite adapters/system desk core/clocks core/lifecycle core/entitlements
// Plans, doors and named contacts on a desk. Expected by hand from PROGRAM.md section 6.

#include <filesystem>

#include "base/zones.hpp"
#include "core/clocks/compiled_calendars.hpp"
#include "desk/customers.hpp"
#include "desk/outlook.hpp"
#include "desk_fixture.hpp"
#include "sim/backtest/replay.hpp"

namespace yakusoku {
namespace {

class EntitlementOfADesk : public Desk {
 protected:
  // Golden with two plans, contacts, and a phone for one of the plans.
  std::vector<program::SourceFile> program_files() override {
    auto files = Desk::program_files();
    std::string& text = files.front().content;
    const std::string mail = "  mail: {title";
    text.insert(text.find(mail), "  phone: {may: [open, reply], when: {plan: premier}}\n");
    text += R"(
plans:
  gold: {}
  premier: {when: {contact.named: yes}}
  standard: {}
facts:
  licences: {title: {en: Licences, ja: ライセンス数}, type: number, from: contract.licences}
contacts:
  number: 1 * licences
  must: {contact.personal: yes}
)";
    return files;
  }

  void SetUp() override {
    Desk::SetUp();
    admin_ = add("Rin", ports::Role::customer_admin, acme_);
  }

  void sign(std::string plan, std::int64_t licences, std::string from = {}) {
    ports::ContractRow row;
    row.from = std::move(from);
    row.organization = acme_;
    row.program = program_;
    row.plan = std::move(plan);
    row.licences = licences;
    ASSERT_TRUE(run([&](auto& t) -> Result<Answer> {
      row.id = t.next_id("contract");
      t.put(row);
      return Answer{200, "{}"};
    }));
  }
  void signs_both(std::int64_t licences = 1) {
    sign("premier", licences);
    sign("standard", 1);
  }

  Result<Answer> name(const Caller& by, PersonId person, std::int64_t replaces = 0, bool personal = true) {
    desk::NewContact wanted;
    wanted.organization = acme_;
    wanted.program = program_;
    wanted.person = person;
    wanted.replaces = replaces;
    if (personal) wanted.values.set("personal", "yes");
    return run([&](auto& t) { return desk::name_contact(t, shelf_, by, wanted); });
  }

  std::string plan_of(TicketId ticket) { return view(customer_, ticket).request.ticket.word("plan"); }
  desk::CoverageView coverage(TicketId ticket) { return desk::coverage_of(view(customer_, ticket)); }

  Caller admin_;
};

TEST_F(EntitlementOfADesk, where_nobody_keeps_contracts_nothing_is_said_and_no_door_is_shut) {
  customer_.door = "phone";
  const TicketId ticket = open();
  ASSERT_NE(TicketId{}, ticket);
  EXPECT_EQ("", plan_of(ticket));
  EXPECT_TRUE(coverage(ticket).missed.empty());
  EXPECT_FALSE(program::known(view(customer_, ticket).request.ticket.value("contact.named")));
}

TEST_F(EntitlementOfADesk, a_request_outside_the_plan_goes_to_the_next_and_says_by_which_clause) {
  signs_both();
  const auto found = coverage(open());
  EXPECT_EQ("standard", found.plan);
  ASSERT_EQ(1u, found.missed.size());
  EXPECT_EQ("premier", found.missed[0].plan);
  EXPECT_EQ("not_covered", found.missed[0].why);
  EXPECT_EQ("plans.premier.when.contact.named", found.missed[0].clause);
  EXPECT_TRUE(found.missed[0].for_contacts);
}

TEST_F(EntitlementOfADesk, a_named_contact_s_request_is_covered_and_he_may_phone) {
  signs_both();
  ASSERT_TRUE(name(admin_, customer_.person));
  customer_.door = "phone";
  const TicketId ticket = open();
  EXPECT_EQ("premier", plan_of(ticket));
  EXPECT_TRUE(coverage(ticket).missed.empty());
}

TEST_F(EntitlementOfADesk, a_door_of_another_plan_is_shut_with_its_clause_and_the_one_that_is_open) {
  signs_both();
  customer_.door = "phone";
  const auto refused = run([&](auto& t) { return desk::open_ticket(t, shelf_, customer_, incident()); });
  ASSERT_EQ(ErrorCode::refused_by_program, code_of(refused));
  EXPECT_EQ("doors.phone.when.plan", refused.error().clause);
  EXPECT_EQ("portal, mail", refused.error().detail);
  customer_.door = "portal";
  EXPECT_NE(TicketId{}, open());
}

TEST_F(EntitlementOfADesk, who_becomes_a_contact_finds_his_open_requests_under_the_plan_at_once) {
  signs_both();
  const TicketId first = open(), second = open();
  ASSERT_TRUE(act(agent_, second, Verb::solve, "Done."));
  const auto named = name(admin_, customer_.person);
  EXPECT_EQ(1, number(named, "moved"));  // what is solved stays
  EXPECT_EQ("premier", plan_of(first));
  EXPECT_TRUE(coverage(first).missed.empty());
  EXPECT_EQ("standard", plan_of(second));
  // The log alone says all of it: decided again, nothing differs.
  (void)store_->read([&](ports::Reader& reader) {
    sim::backtest::VersionsThen versions;
    clocks::CompiledCalendars calendars;
    const auto again =
        sim::backtest::replay(reader, versions, calendars, *reader.ticket(ports::Viewer::desk(), first),
                              reader.log_of(ports::Subject::ticket, first.value));
    EXPECT_FALSE(again.differs) << *again.differs;
    EXPECT_EQ(2, again.records);
  });
}

TEST_F(EntitlementOfADesk, his_administrator_swaps_a_contact_within_the_limit) {
  signs_both();
  const TicketId ticket = open();
  const std::int64_t first = number(name(admin_, colleague_.person), "contact");
  const auto full = name(admin_, customer_.person);
  ASSERT_EQ(ErrorCode::refused_by_program, code_of(full));
  EXPECT_EQ("contacts.number", full.error().clause);
  EXPECT_EQ("standard", plan_of(ticket));
  EXPECT_EQ(1, number(name(admin_, customer_.person, first), "moved"));
  EXPECT_EQ("premier", plan_of(ticket));
  desk::ContactsView seen;
  (void)store_->read([&](ports::Reader& reader) {
    seen = *desk::view_contacts(reader, shelf_, admin_, acme_, program_, time_.now());
  });
  ASSERT_EQ(1u, seen.contacts.size());
  EXPECT_EQ(customer_.person, seen.contacts[0].row.person);
  EXPECT_EQ(1, seen.counted);
  EXPECT_EQ(1, seen.most);
}

TEST_F(EntitlementOfADesk, a_shared_address_is_refused_with_the_clause) {
  signs_both();
  const auto refused = name(admin_, customer_.person, 0, false);
  ASSERT_EQ(ErrorCode::refused_by_program, code_of(refused));
  EXPECT_EQ("contacts.must.contact.personal", refused.error().clause);
}

TEST_F(EntitlementOfADesk, contacts_are_named_by_staff_and_the_customer_s_own_administrator_alone) {
  signs_both();
  EXPECT_EQ(ErrorCode::not_allowed, code_of(name(customer_, customer_.person)));
  EXPECT_EQ(ErrorCode::not_found, code_of(name(stranger_, stranger_.person)));
  EXPECT_EQ(ErrorCode::not_allowed, code_of(name(light_, customer_.person)));
  EXPECT_EQ(ErrorCode::unknown_value, code_of(name(admin_, stranger_.person)));  // of no organisation
  EXPECT_TRUE(name(agent_, customer_.person));
}

TEST_F(EntitlementOfADesk, who_is_removed_is_none_for_the_next_request) {
  signs_both();
  const std::int64_t contact = number(name(admin_, customer_.person), "contact");
  const TicketId before = open();
  ASSERT_TRUE(run([&](auto& t) { return desk::remove_contact(t, shelf_, admin_, acme_, contact); }));
  EXPECT_EQ("standard", plan_of(open()));
  EXPECT_EQ("premier", plan_of(before));
}

// The golden program's zone decides when a day begins.
TEST_F(EntitlementOfADesk, a_contract_that_begins_later_moves_his_open_requests_on_its_first_day) {
  signs_both();
  ASSERT_TRUE(name(agent_, colleague_.person));  // somebody is one; he who asks is not
  const TicketId ticket = open();
  EXPECT_EQ("standard", plan_of(ticket));
  ports::ContractRow row;
  row.organization = acme_;
  row.program = program_;
  row.plan = "gold";
  row.from = "2026-11-26";
  const auto put = run([&](auto& t) { return desk::put_contract(t, shelf_, Caller::desk(), row); });
  EXPECT_EQ(0, number(put, "moved"));
  wake_all();
  const Instant begins = zones::instant_of(view(customer_, ticket).program->zone, *zones::date_of("2026-11-26"), 0);
  time_.push_to(begins - seconds(1));
  wake_all();
  EXPECT_EQ("standard", plan_of(ticket));
  time_.push_to(begins + seconds(2));
  // An act that comes before the desk has looked takes nothing away.
  ASSERT_TRUE(act(customer_, ticket, Verb::message, "Any news?"));
  wake_all();
  EXPECT_EQ("gold", plan_of(ticket));
}

TEST_F(EntitlementOfADesk, a_contract_covers_whoever_belongs_to_the_customer) {
  ports::OrganizationRow group;
  group.name = "ACME Holdings";
  const OrganizationId above{
      number(run([&](auto& t) { return desk::create_organization(t, Caller::desk(), group); }), "organization")};
  ports::OrganizationRow acme;
  (void)store_->read([&](ports::Reader& reader) { acme = *reader.organization(acme_); });
  acme.parent = above;
  ASSERT_TRUE(run([&](auto& t) { return desk::update_organization(t, Caller::desk(), acme); }));
  sign("standard", 1);
  const TicketId ticket = open();
  EXPECT_EQ("standard", plan_of(ticket));
  ports::ContractRow row;
  row.organization = above;
  row.program = program_;
  row.plan = "gold";
  EXPECT_EQ(1, number(run([&](auto& t) { return desk::put_contract(t, shelf_, Caller::desk(), row); }), "moved"));
  EXPECT_EQ("gold", plan_of(ticket));
}

// contacts.change: whoever of the customer's changes contacts says so beforehand; staff need not.
class ContactsWithNotice : public EntitlementOfADesk {
 protected:
  std::vector<program::SourceFile> program_files() override {
    auto files = EntitlementOfADesk::program_files();
    files.front().content += "  change: {notice: 7d, who: admin}\n";
    return files;
  }
};

TEST_F(ContactsWithNotice, a_change_by_his_administrator_holds_when_the_notice_is_over) {
  signs_both(2);
  const TicketId ticket = open();
  const Instant named_at = time_.now();
  const auto named = name(admin_, customer_.person);
  EXPECT_EQ(0, number(named, "moved"));
  EXPECT_EQ(to_iso(named_at + days(7)), *parse_json(named->body)->get_string("since"));
  wake_all();
  EXPECT_EQ("standard", plan_of(ticket));
  EXPECT_EQ("standard", plan_of(open()));
  EXPECT_EQ(ErrorCode::duplicate, code_of(name(admin_, customer_.person)));  // he is to be one already
  time_.push_to(named_at + days(7) + seconds(2));
  wake_all();
  EXPECT_EQ("premier", plan_of(ticket));
  EXPECT_EQ("premier", plan_of(open()));
  // Whoever is removed stays one for as long.
  const std::int64_t contact = number(named, "contact");
  ASSERT_TRUE(run([&](auto& t) { return desk::remove_contact(t, shelf_, admin_, acme_, contact); }));
  EXPECT_EQ("premier", plan_of(open()));
  time_.push_to(named_at + days(15));
  EXPECT_EQ("standard", plan_of(open()));
}

TEST_F(ContactsWithNotice, staff_change_them_at_once) {
  signs_both();
  const TicketId ticket = open();
  EXPECT_EQ(1, number(name(agent_, customer_.person), "moved"));
  EXPECT_EQ("premier", plan_of(ticket));
}

TEST_F(EntitlementOfADesk, what_was_promised_before_sending_is_what_the_plan_gives) {
  signs_both();
  std::vector<desk::ClockView> foreseen;
  (void)store_->read([&](ports::Reader& reader) {
    foreseen = desk::outlook(reader, shelf_, customer_, incident(), time_.now())->clocks;
  });
  const auto promised = view(customer_, open()).clocks;
  ASSERT_EQ(promised.size(), foreseen.size());
  for (std::size_t i = 0; i < promised.size(); ++i) EXPECT_EQ(promised[i].due, foreseen[i].due);
}

TEST_F(EntitlementOfADesk, what_is_written_through_a_door_of_another_plan_is_refused_and_by_portal_taken) {
  signs_both();
  const TicketId ticket = open();
  const auto refused = act(customer_, ticket, Verb::message, "Any news?", [](auto& each) { each.door = "phone"; });
  ASSERT_EQ(ErrorCode::refused_by_program, code_of(refused));
  EXPECT_EQ("doors.phone.when.plan", refused.error().clause);
  EXPECT_TRUE(act(customer_, ticket, Verb::message, "Any news?"));
}

TEST_F(EntitlementOfADesk, an_address_that_is_nobody_s_becomes_a_person_of_the_organization) {
  signs_both();
  desk::NewContact wanted;
  wanted.organization = acme_;
  wanted.program = program_;
  wanted.address = "aoi@example.com";
  wanted.name = "Aoi";
  wanted.values.set("personal", "yes");
  const PersonId person{
      number(run([&](auto& t) { return desk::name_contact(t, shelf_, admin_, wanted); }), "person")};
  (void)store_->read([&](ports::Reader& reader) {
    const auto row = reader.person(person);
    ASSERT_TRUE(row);
    EXPECT_EQ("aoi@example.com", row->email);
    EXPECT_EQ(acme_, row->organization);
    EXPECT_EQ(ports::Role::customer, row->role);
  });
  wanted.address = "noor2@example.com";
  wanted.values.set("certified", "yes");  // not for him to say
  EXPECT_EQ(ErrorCode::not_allowed,
            code_of(run([&](auto& t) { return desk::name_contact(t, shelf_, admin_, wanted); })));
}

// The published program: premier is for named contacts with an address of the customer's domain, three a licence.
class AtlassianPremier : public EntitlementOfADesk {
 protected:
  std::vector<program::SourceFile> program_files() override {
    const std::filesystem::path folder = std::filesystem::path(YAKUSOKU_SOURCE_DIR) / "programs/atlassian-premier";
    std::vector<program::SourceFile> files;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
      if (!entry.is_regular_file()) continue;
      const std::string name = std::filesystem::relative(entry.path(), folder).generic_string();
      files.push_back({name, content_of("programs/atlassian-premier/" + name)});
    }
    return files;
  }
  void domain(const std::string& name) {
    ports::OrganizationRow row;
    (void)store_->read([&](ports::Reader& reader) { row = *reader.organization(acme_); });
    row.domains = {name};
    ASSERT_TRUE(run([&](auto& t) { return desk::update_organization(t, Caller::desk(), row); }));
  }
  TicketId problem() {
    desk::OpenTicket input = incident();
    input.kind = "problem";
    input.severity = "L1";
    input.values.push_back(tickets::Value::of("product", std::string("jira_software")));
    return TicketId{number(run([&](auto& t) { return desk::open_ticket(t, shelf_, customer_, input); }), "ticket")};
  }
};

TEST_F(AtlassianPremier, only_requests_of_named_contacts_go_to_premier) {
  sign("premier", 1);
  domain("example.com");
  const TicketId ticket = problem();
  const auto before = coverage(ticket);
  ASSERT_FALSE(before.missed.empty());
  EXPECT_EQ("premier", before.missed[0].plan);
  EXPECT_EQ("plans.premier.when.contact.named", before.missed[0].clause);
  EXPECT_EQ(1, number(name(admin_, customer_.person), "moved"));
  EXPECT_EQ("premier", plan_of(ticket));
}

TEST_F(AtlassianPremier, a_contact_has_an_address_of_the_customer_s_domain) {
  sign("premier", 1);
  domain("acme.example");  // his is of example.com
  const auto refused = name(admin_, customer_.person);
  ASSERT_EQ(ErrorCode::refused_by_program, code_of(refused));
  EXPECT_EQ("contacts.must.contact.address", refused.error().clause);
}

}  // namespace
}  // namespace yakusoku
