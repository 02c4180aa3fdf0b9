#pragma once

// NAMED CONTACTS (PROGRAM.md section 6): how many there may be, by formula; whether a person may be one; who is not
// counted; which mix of one's own and a partner's people holds. Each refusal cites its clause. Pure functions over values.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "core/program/program.hpp"

namespace yakusoku::entitlements {

struct Contact {
  std::string id;
  std::string name, address, employer;
  std::vector<std::string> roles;
  bool partner = false;  // works for a partner of the customer
  // What else is known: {contact.certified, yes}, {contact.personal, no}, the program's own contact.* facts.
  std::vector<std::pair<std::string, program::FactValue>> known;
};

// The request's or customer's facts with contact.* answered by the person.
class FactsOfContact final : public program::Facts {
 public:
  FactsOfContact(const Contact& contact, const program::Facts& others) : contact_(contact), others_(others) {}
  program::FactValue value_of(std::string_view fact) const override;
  bool is_open(std::string_view calendar, Instant at) const override { return others_.is_open(calendar, at); }

 private:
  const Contact& contact_;
  const program::Facts& others_;
};

struct ContactsAllowed {
  std::optional<std::int64_t> most;  // nullopt: no limit
  bool known = true;                 // false: the formula asks what nobody knows; `most` is 0
  std::string clause;                // contacts.number, or its rule
};
ContactsAllowed contacts_allowed(const program::Program& program, const program::Facts& facts);

// The clause of `must` that he does not fulfil (contacts.must.contact.certified); nullopt: he may be one.
std::optional<std::string> failing_clause(const program::Program& program, const Contact& contact,
                                          const program::Facts& facts);
// Not counted.
bool is_free(const program::Program& program, const Contact& contact, const program::Facts& facts);

struct ContactRefusal {
  enum class Why { person, number, mix };
  Why why = Why::person;
  std::string contact;  // whom it is about; empty: all of them
  std::string clause;
  std::string detail;  // in figures: "5 of 4"
  friend bool operator==(const ContactRefusal&, const ContactRefusal&) = default;
};

struct ContactsJudged {
  std::vector<ContactRefusal> refusals;  // people first, each in order; then the number; then the mix
  std::int64_t counted = 0;              // without those who are free
  std::optional<std::int64_t> most;
  std::string mix;  // the clause of the first mix that holds; empty: none, or the program knows none
  bool good() const { return refusals.empty(); }
};
// Whether these people may be the contacts, all together.
ContactsJudged judge(const program::Program& program, std::span<const Contact> contacts, const program::Facts& facts);
// Whether one more may be named beside those that are: what only he brings about.
ContactsJudged judge_newcomer(const program::Program& program, std::span<const Contact> named,
                              const Contact& newcomer, const program::Facts& facts);

}  // namespace yakusoku::entitlements
