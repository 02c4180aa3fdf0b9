// rooms: adapters/store adapters/engine_postgres adapters/engine_sqlite adapters/system ports base
// What every engine owes the ports for people, programs, sessions and the outbox: run in memory and on disk.

#include <gtest/gtest.h>

#include "contract_fixture.hpp"

namespace yakusoku::store_tests {
namespace {

INSTANTIATE_TEST_SUITE_P(Engines, Contract, testing::ValuesIn(engines()), name_of);

TEST_P(Contract, people_are_found_by_address_role_and_beginning) {
  change([](Transaction& to) {
    const auto add = [&](std::string name, std::string email, Role role, std::vector<std::int64_t> groups) {
      PersonRow row;
      row.id = {to.next_id("person")};
      row.name = std::move(name);
      row.email = std::move(email);
      row.role = role;
      row.organization = {role == Role::customer ? 4 : 0};
      row.groups = std::move(groups);
      to.put(row);
    };
    add("Aiko", "aiko@example.com", Role::agent, {2, 1});
    add("Ben", "ben@example.com", Role::customer, {});
    add("Chie", "", Role::customer, {});
    add("Dan", "", Role::lead, {});
  });
  store().read([](Reader& reader) {
    const auto aiko = reader.person_by_address("aiko@example.com");
    ASSERT_TRUE(aiko);
    EXPECT_EQ(aiko->groups, (std::vector<std::int64_t>{1, 2}));
    EXPECT_EQ(aiko->role, Role::agent);
    EXPECT_FALSE(reader.person_by_address(""));
    EXPECT_FALSE(reader.person({99}));
    EXPECT_EQ(reader.people({}).size(), 4u);
    EXPECT_EQ(reader.people({.role = Role::customer}).size(), 2u);
    EXPECT_EQ(reader.people({.staff_only = true}).size(), 2u);
    EXPECT_EQ(reader.people({.organization = {4}}).size(), 2u);
    EXPECT_EQ(reader.people({.starts_with = "bEN"}).size(), 1u);
    EXPECT_EQ(reader.people({.starts_with = "%"}).size(), 0u);
    EXPECT_EQ(reader.people({.after = 2, .limit = 1}).at(0).name, "Chie");
  });
  change([](Transaction& to) {
    PersonRow row = *to.person({1});
    row.groups = {3};
    row.suspended = true;
    to.put(row);
  });
  store().read([](Reader& reader) {
    EXPECT_EQ(reader.person({1})->groups, (std::vector<std::int64_t>{3}));
    EXPECT_TRUE(reader.person({1})->suspended);
  });
}

TEST_P(Contract, organisations_groups_and_programs_come_back) {
  change([](Transaction& to) {
    OrganizationRow organization;
    organization.id = {1};
    organization.name = "Acme";
    organization.zone = "Asia/Tokyo";
    organization.domains = {"acme.example"};
    to.put(organization);
    to.put(GroupRow{{1}, {1}, "noc", "NOC"});
    to.put(ProgramRow{{1}, "megaport", "{}", "hash-2"});
    to.insert(ProgramVersionRow{"hash-2", {1}, "[]", {20}, {20}, {9}});
    to.insert(ProgramVersionRow{"hash-1", {1}, "[]", {10}, {10}, {9}});
  });
  store().read([](Reader& reader) {
    EXPECT_EQ(reader.organization({1})->domains, (std::vector<std::string>{"acme.example"}));
    EXPECT_EQ(reader.organization_by_name("Acme")->zone, "Asia/Tokyo");
    EXPECT_FALSE(reader.organization_by_name("acme"));
    EXPECT_EQ(reader.organizations(0, 10).size(), 1u);
    EXPECT_EQ(reader.groups().at(0).key, "noc");
    EXPECT_EQ(reader.programs().at(0).in_force, "hash-2");
    EXPECT_EQ(reader.program_version("hash-1")->effective_at, Instant{10});
    EXPECT_FALSE(reader.program_version("hash-3"));
    const auto versions = reader.program_versions({1});
    ASSERT_EQ(versions.size(), 2u);
    EXPECT_EQ(versions.back().hash, "hash-2");
  });
}

TEST_P(Contract, sessions_and_tokens_come_and_go) {
  change([](Transaction& to) {
    for (const char* hash : {"a", "b", "c"})
      to.put(SessionRow{hash, {hash[0] == 'c' ? 2 : 1}, "csrf", {1}, {1}, {9}});
    to.put(TokenRow{"t", {1}, {1}});
    to.remove_session("a");
  });
  store().read([](Reader& reader) {
    EXPECT_FALSE(reader.session("a"));
    EXPECT_EQ(reader.session("b")->csrf, "csrf");
    EXPECT_EQ(reader.token("t")->person, PersonId{1});
    EXPECT_FALSE(reader.token("u"));
  });
  change([](Transaction& to) { to.remove_sessions_of({1}); });
  store().read([](Reader& reader) {
    EXPECT_FALSE(reader.session("b"));
    EXPECT_TRUE(reader.session("c"));
  });
}

TEST_P(Contract, the_outbox_takes_a_stable_id_once) {
  change([](Transaction& to) {
    OutboxRow row;
    row.channel = "mail";
    row.lane = "ticket/1";
    row.stable_id = "x1";
    row.payload = "{}";
    to.enqueue(row);
    row.payload = R"({"other":1})";
    to.enqueue(row);
    row.stable_id = "x2";
    to.enqueue(row);
  });
  const auto rows = ask<std::vector<OutboxRow>>([](Reader& reader) { return reader.outbox(0, 10); });
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[0].payload, "{}");
  EXPECT_EQ(rows[1].stable_id, "x2");
}

}  // namespace
}  // namespace yakusoku::store_tests
