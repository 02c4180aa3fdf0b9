#pragma once

// Rows of what a customer holds: contracts, the people who may ask under them, and what he runs. Dates are text as in
// 2026-04-01, empty where open; they are read in the program's zone.

#include <cstdint>
#include <string>
#include <vector>

#include "base/ids.hpp"
#include "base/json_fields.hpp"
#include "base/time.hpp"

namespace yakusoku::ports {

struct ContractRow {
  using visited = void;
  std::int64_t id = 0;
  OrganizationId organization;
  ProgramId program;
  std::string plan;
  std::string from, to, signed_on;  // `to` is the last day
  std::string reference;            // the vendor's own number of it
  Json price = Json::object();      // text by language, as agreed
  std::int64_t licences = 0, instances = 0;
  Json values = Json::object();  // further contract.* facts: {"spend": 120000}
  template <class F>
  void visit(F& f) {
    f("plan", plan), f("from", from), f("to", to), f("signed_on", signed_on), f("reference", reference);
    f("price", price), f("licences", licences), f("instances", instances), f("values", values);
  }
};

// Somebody who may ask under the customer's plan, from `since` until `until`. Who was one stays.
struct NamedContactRow {
  using visited = void;
  std::int64_t id = 0;
  OrganizationId organization;
  ProgramId program;
  PersonId person;
  Instant until = far_future;
  Instant since;
  PersonId named_by;
  bool partner = false;  // works for a partner of the customer
  std::string employer;
  std::vector<std::string> roles;
  Json values =
      Json::object();  // contact.* facts that somebody has looked at: {"personal": "yes", "certified": "yes"}
  template <class F>
  void visit(F& f) {
    f("since", since), f("named_by", named_by), f("partner", partner), f("employer", employer), f("roles", roles);
    f("values", values);
  }
};

// An instance or environment of a customer's.
struct AssetRow {
  using visited = void;
  std::int64_t id = 0;
  OrganizationId organization;
  ProgramId program;
  std::string name, product, environment, version;
  std::string covered_until;      // maintenance; empty: not recorded
  std::string plan;               // held by the asset itself; empty: none
  Json details = Json::object();  // plug-ins, vm, os, database, network, …: text by name
  template <class F>
  void visit(F& f) {
    f("program", program), f("name", name), f("product", product), f("environment", environment);
    f("version", version), f("covered_until", covered_until), f("plan", plan), f("details", details);
  }
};

}  // namespace yakusoku::ports
