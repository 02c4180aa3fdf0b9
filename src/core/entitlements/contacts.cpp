#include "core/entitlements/contacts.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace yakusoku::entitlements {
namespace {

using program::ContactsRule;
using program::FactValue;
using program::Mix;

// "Ken Sato" in the ways an address may write it: kensato, ken.sato, ken_sato, ken-sato.
constexpr std::array<std::string_view, 4> between_words = {"", ".", "_", "-"};
std::string joined_words(std::string_view text, std::string_view between) {
  std::string joined;
  bool gap = false;
  for (const char c : text) {
    if (c == ' ' || c == ',' || c == '.') {
      gap = !joined.empty();
    } else {
      if (gap) joined += between;
      gap = false;
      joined += c;
    }
  }
  return joined;
}

// The pattern's {name} and {employer}, written one way; its other facts are the request's.
class FactsOfPattern final : public program::Facts {
 public:
  FactsOfPattern(const Contact& contact, const program::Facts& others, std::string_view in_name,
                 std::string_view in_employer)
      : name_(joined_words(contact.name, in_name)),
        employer_(joined_words(contact.employer, in_employer)),
        others_(others) {}
  FactValue value_of(std::string_view fact) const override {
    if (fact == "name") return name_.empty() ? FactValue{} : FactValue(name_);
    if (fact == "employer") return employer_.empty() ? FactValue{} : FactValue(employer_);
    return others_.value_of(fact);
  }
  bool is_open(std::string_view calendar, Instant at) const override { return others_.is_open(calendar, at); }

 private:
  std::string name_, employer_;
  const program::Facts& others_;
};

bool fits_pattern(const std::string& pattern, const Contact& contact, const program::Facts& facts) {
  program::Test test;
  test.kind = program::Test::Kind::like;
  test.values = {pattern};
  for (const std::string_view in_name : between_words)
    for (const std::string_view in_employer : between_words)
      if (program::holds(test, contact.address, FactsOfPattern(contact, facts, in_name, in_employer))) return true;
  return false;
}

struct Counted {
  std::int64_t own = 0, partner = 0;
  std::vector<const Contact*> partners;
};

std::int64_t most_of(const std::optional<program::Number>& number, const program::Facts& facts) {
  return number ? program::evaluate_whole(*number, facts).value_or(0) : 0;
}

// Why that mix does not hold; nullopt: it does.
std::optional<ContactRefusal> against(const Mix& mix, const Counted& counted, const program::Facts& facts) {
  const auto refuse = [](std::string contact, std::string clause, std::string detail) {
    return ContactRefusal{ContactRefusal::Why::mix, std::move(contact), std::move(clause), std::move(detail)};
  };
  if (const std::string part = program::failing_part(mix.when, facts); !part.empty())
    return refuse("", mix.path + ".when." + part, "");
  const std::int64_t own = most_of(mix.own, facts), partner = most_of(mix.partner, facts);
  if (counted.own > own) return refuse("", mix.path + ".own", fmt::format("{} of {}", counted.own, own));
  if (counted.partner > partner)
    return refuse("", mix.path + ".partner", fmt::format("{} of {}", counted.partner, partner));
  if (mix.like.empty()) return std::nullopt;
  for (const Contact* each : counted.partners)
    if (!fits_pattern(mix.like, *each, facts)) return refuse(each->id, mix.path + ".like", each->address);
  return std::nullopt;
}

void judge_mix(const ContactsRule& rule, const Counted& counted, const program::Facts& facts,
               ContactsJudged& judged) {
  std::optional<ContactRefusal> nearest;
  for (const Mix& mix : rule.mixes) {
    auto refusal = against(mix, counted, facts);
    if (!refusal) {
      judged.mix = mix.path;
      return;
    }
    // Cited is the last mix that is for these people at all; who brings partners hears of the mix with partners.
    const bool for_them = !refusal->clause.starts_with(mix.path + ".when.");
    if (!nearest || for_them) nearest = std::move(refusal);
  }
  if (nearest) judged.refusals.push_back(*std::move(nearest));
}

}  // namespace

FactValue FactsOfContact::value_of(std::string_view fact) const {
  const auto word = [](const std::string& text) { return text.empty() ? FactValue{} : FactValue(text); };
  for (const auto& [name, value] : contact_.known)
    if (name == fact) return value;
  if (fact == "contact.name") return word(contact_.name);
  if (fact == "contact.address") return word(contact_.address);
  if (fact == "contact.employer") return word(contact_.employer);
  if (fact == "contact.role") return contact_.roles.empty() ? FactValue{} : FactValue(contact_.roles);
  if (fact == "contact.id") return word(contact_.id);
  // What is not known of this person is not known; the request's own contact is somebody else.
  return fact.starts_with("contact.") ? FactValue{} : others_.value_of(fact);
}

ContactsAllowed contacts_allowed(const program::Program& program, const program::Facts& facts) {
  const ContactsRule& rule = program.contacts;
  if (rule.number.empty()) return {std::nullopt, true, "contacts"};
  const auto chosen = program::choose(rule.number, facts);
  if (!chosen.value) return {0, true, "contacts.number"};  // no case of it is theirs
  ContactsAllowed allowed{std::nullopt, true, std::string(chosen.path)};
  if (!chosen.value->number) return allowed;
  allowed.most = program::evaluate_whole(*chosen.value->number, facts);
  if (!allowed.most) allowed = {0, false, std::move(allowed.clause)};
  allowed.most = std::max<std::int64_t>(0, *allowed.most);
  return allowed;
}

std::optional<std::string> failing_clause(const program::Program& program, const Contact& contact,
                                          const program::Facts& facts) {
  const std::string part = program::failing_part(program.contacts.must, FactsOfContact(contact, facts));
  if (part.empty()) return std::nullopt;
  return "contacts.must." + part;
}

bool is_free(const program::Program& program, const Contact& contact, const program::Facts& facts) {
  const ContactsRule& rule = program.contacts;
  const auto has_role = [&](const std::string& role) {
    return std::ranges::find(contact.roles, role) != contact.roles.end();
  };
  if (std::ranges::any_of(rule.free_roles, has_role)) return true;
  return !rule.free.always() && program::holds(rule.free, FactsOfContact(contact, facts));
}

ContactsJudged judge(const program::Program& program, std::span<const Contact> contacts,
                     const program::Facts& facts) {
  ContactsJudged judged;
  Counted counted;
  for (const Contact& each : contacts) {
    if (is_free(program, each, facts)) continue;
    if (auto clause = failing_clause(program, each, facts))
      judged.refusals.push_back({ContactRefusal::Why::person, each.id, *std::move(clause), ""});
    ++(each.partner ? counted.partner : counted.own);
    if (each.partner) counted.partners.push_back(&each);
  }
  judged.counted = counted.own + counted.partner;
  const ContactsAllowed allowed = contacts_allowed(program, facts);
  judged.most = allowed.most;
  // Where mixes are written they say how many, of each; else the number does.
  if (program.contacts.mixes.empty() && allowed.most && judged.counted > *allowed.most) {
    judged.refusals.push_back({ContactRefusal::Why::number, "", allowed.clause,
                               allowed.known ? fmt::format("{} of {}", judged.counted, *allowed.most) : "unknown"});
  }
  judge_mix(program.contacts, counted, facts, judged);
  return judged;
}

ContactsJudged judge_newcomer(const program::Program& program, std::span<const Contact> named,
                              const Contact& newcomer, const program::Facts& facts) {
  std::vector<Contact> all(named.begin(), named.end());
  all.push_back(newcomer);
  ContactsJudged judged = judge(program, all, facts);
  std::erase_if(judged.refusals, [&](const ContactRefusal& each) {
    return each.why == ContactRefusal::Why::person && each.contact != newcomer.id;
  });
  if (is_free(program, newcomer, facts)) judged.refusals.clear();  // who is not counted takes nobody's place
  return judged;
}

}  // namespace yakusoku::entitlements
