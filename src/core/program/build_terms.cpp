// Plans, contacts, ledgers, objectives, and where things are: the typed values of sections 4 to 7 that no clock needs.

#include <utility>

#include "core/program/build_node.hpp"
#include "core/program/builder.hpp"
#include "core/program/words.hpp"

namespace yakusoku::program {
namespace {

class TermsBuilder : NodeReader {
 public:
  TermsBuilder(const Node& root, const KnownNames& known, Program& program)
      : NodeReader(quiet_sink(known, program.zone, program.languages.front())), root_(root), program_(program) {}

  void build(const KnownNames& known) {
    program_.periods = known.periods;
    for (Period& each : program_.periods) each.title = text(at(at(root_, "periods"), each.name), "title");
    for (const Node::Entry& entry : at(root_, "products").entries) program_.product_rules.push_back(product(entry));
    for (const std::string& name : words_in(at(root_, "products"))) {
      ProductRule plain;
      plain.id = name;
      plain.path = plain.clause = "products." + name;
      program_.product_rules.push_back(std::move(plain));
    }
    for (const Node::Entry& entry : at(root_, "plans").entries) program_.plan_rules.push_back(plan(entry));
    if (const Node* node = root_.find("contacts")) contacts(*node);
    for (const Node::Entry& entry : at(root_, "ledgers").entries) program_.ledgers.push_back(ledger(entry));
    objectives(at(root_, "objectives"));
    for (const Node::Entry& entry : at(root_, "sites").entries) program_.sites.push_back(site(entry));
    each_of(at(root_, "routing"), "routing", [&](const Node& node, const std::string& key) {
      program_.routing.push_back({when(node, key), when(node, key, "require"), words_in(at(node, "pick")), key});
    });
    program_.speaks = build_choice<std::vector<std::string>>(
        root_.find("speaks"), "speaks", value_form("program", "speaks"), sink_,
        [](const RuleForm& rule, const std::string&) {
          return rule.value ? words_in(*rule.value) : std::vector<std::string>{};
        });
    each_of(at(root_, "overlays"), "overlays", [&](const Node& node, const std::string& key) {
      program_.overlays.push_back({when(node, key), text(node, "title"), at(node, "lay").text, key});
    });
  }

 private:
  // A list, or one alone.
  template <class Read>
  static void each_of(const Node& node, const std::string& key, const Read& read) {
    if (node.is_map()) read(node, key + "[0]");
    for (std::size_t i = 0; i < node.items.size(); ++i) read(node.items[i], fmt::format("{}[{}]", key, i));
  }
  std::optional<Number> number(const Node& node, std::string_view name, const std::string& key) const {
    const Node* found = node.find(name);
    if (!found) return std::nullopt;
    return read_number(*found, fmt::format("{}.{}", key, name), sink_);
  }
  std::optional<CalendarLength> term(const Node& node, std::string_view name, const std::string& key) const {
    const Node* found = node.find(name);
    if (!found) return std::nullopt;
    return read_calendar_length(*found, fmt::format("{}.{}", key, name), sink_);
  }

  // ---- products

  Choice<std::string> phase(const Node& node, const std::string& key, std::string_view record) const {
    return words_by_case(node.find("phase"), key + ".phase", record, "phase");
  }
  ProductRule product(const Node::Entry& entry) const {
    const std::string key = "products." + entry.key;
    const Node& node = entry.value;
    ProductRule product;
    product.id = entry.key;
    product.title = title_of(node);
    product.means = text(node, "means");
    product.when = when(node, key);
    const Node& components = at(node, "components");
    for (const Node::Entry& each : components.entries) {
      product.components.push_back({each.key, title_of(each.value), text(each.value, "means"),
                                    when(each.value, key + ".components." + each.key)});
    }
    for (std::string& name : words_in(components)) product.components.push_back({std::move(name), {}, {}, {}});
    for (const Node::Entry& each : at(node, "versions").entries) {
      const std::string below = key + ".versions." + each.key;
      product.versions.push_back({each.key, title_of(each.value), phase(each.value, below, "Version")});
    }
    product.phase = phase(node, key, "Product");
    product.clause = clause_of(node, key);
    product.path = key;
    return product;
  }

  // ---- plans

  DateRange range(const Node& node, std::string_view name, const std::string& key) const {
    DateRange range;
    const Node& written = at(node, name);
    const std::string below = fmt::format("{}.{}.", key, name);
    if (const Node* from = written.find("from")) range.from = read_date(*from, below + "from", sink_);
    if (const Node* to = written.find("to")) range.to = read_date(*to, below + "to", sink_);
    if (const Node* before = written.find("before")) range.before = read_date(*before, below + "before", sink_);
    return range;
  }
  PlanRule plan(const Node::Entry& entry) const {
    const std::string key = "plans." + entry.key;
    const Node& node = entry.value;
    PlanRule plan;
    plan.id = entry.key;
    plan.title = text(node, "title");
    plan.means = text(node, "means");
    plan.when = when(node, key);
    plan.valid = range(node, "valid", key);
    plan.sold = range(node, "sold", key);
    plan.bought = !at(node, "bought").is("no");
    plan.builds_on = words_in(at(node, "builds_on"));
    plan.price = text(node, "price");
    plan.note = text(node, "note");
    plan.clause = clause_of(node, key);
    plan.path = key;
    plan.place = entry.key_place;
    return plan;
  }

  // ---- contacts

  void contacts(const Node& node) {
    ContactsRule& contacts = program_.contacts;
    contacts.given = true;
    contacts.means = text(node, "means");
    contacts.number =
        build_choice<NumberLimit>(node.find("number"), "contacts.number", value_form("Contacts", "number"), sink_,
                                  [&](const RuleForm& rule, const std::string& key) {
                                    NumberLimit limit;
                                    if (rule.value && !rule.value->is("none"))
                                      limit.number = read_number(*rule.value, key, sink_);
                                    return limit;
                                  });
    contacts.must = when(node, "contacts", "must");
    if (const Node& free = at(node, "free"); free.is_map()) {
      contacts.free = read_predicate(free, "contacts.free", sink_);
    } else {
      contacts.free_roles = words_in(free);
    }
    each_of(at(node, "mixes"), "contacts.mixes", [&](const Node& mix, const std::string& key) {
      contacts.mixes.push_back({number(mix, "own", key), number(mix, "partner", key), at(mix, "like").text,
                                when(mix, key), clause_of(mix, key), key});
    });
    const Node& roles = at(node, "roles");
    for (const Node::Entry& each : roles.entries)
      contacts.roles.push_back({each.key, title_of(each.value), text(each.value, "means")});
    for (std::string& name : words_in(roles)) contacts.roles.push_back({std::move(name), {}, {}});
    if (const Node* change = node.find("change")) {
      ContactsRule::Changed changed;
      const Node* notice = change->is_scalar() ? change : change->find("notice");
      if (notice) changed.notice = read_amount(*notice, "contacts.change", sink_);
      changed.who = at(*change, "who").text;
      changed.when = when(*change, "contacts.change");
      contacts.change = std::move(changed);
    }
    contacts.note = text(node, "note");
    contacts.clause = clause_of(node, "contacts");
  }

  // ---- ledgers

  std::vector<LedgerMove> moves(const Node& node, std::string_view name, const std::string& key) const {
    std::vector<LedgerMove> moves;
    each_of(at(node, name), fmt::format("{}.{}", key, name), [&](const Node& each, const std::string& path) {
      LedgerMove move;
      move.at = read_events(at(each, "at"), path + ".at", sink_);
      move.when = when(each, path);
      if (auto amount = number(each, "amount", path)) move.amount = *std::move(amount);
      move.path = path;
      moves.push_back(std::move(move));
    });
    return moves;
  }
  LedgerRule ledger(const Node::Entry& entry) const {
    const std::string key = "ledgers." + entry.key;
    const Node& node = entry.value;
    LedgerRule ledger;
    ledger.id = entry.key;
    ledger.title = text(node, "title");
    ledger.means = text(node, "means");
    ledger.unit = at(node, "unit").text;
    ledger.grant = build_choice<Number>(node.find("grant"), key + ".grant", value_form("Ledger", "grant"), sink_,
                                        [&](const RuleForm& rule, const std::string& path) {
                                          return rule.value ? read_number(*rule.value, path, sink_) : Number{};
                                        });
    ledger.every = at(node, "every").text;
    ledger.valid = term(node, "valid", key);
    ledger.spend = moves(node, "spend", key);
    ledger.refund = moves(node, "refund", key);
    const Node& overdraw = at(node, "overdraw");
    ledger.overdraw = overdraw.is("approve") ? Overdraw::approve
                      : overdraw.is("allow") ? Overdraw::allow
                                             : Overdraw::refuse;
    if (const Node* carry = node.find("carry"); carry && !carry->is("no")) {
      ledger.carries = true;
      if (!carry->is("yes")) ledger.carry_most = read_number(*carry, key + ".carry", sink_);
    }
    ledger.when = when(node, key);
    ledger.note = text(node, "note");
    ledger.clause = clause_of(node, key);
    ledger.path = key;
    ledger.place = entry.key_place;
    return ledger;
  }

  // ---- objectives

  void objectives(const Node& node) {
    for (std::size_t i = 0; i < node.items.size(); ++i)
      program_.objectives.push_back(
          objective(node.items[i], fmt::format("{}", i), fmt::format("objectives[{}]", i), node.items[i].place));
    for (const Node::Entry& entry : node.entries)
      program_.objectives.push_back(objective(entry.value, entry.key, "objectives." + entry.key, entry.key_place));
  }
  std::optional<Bound> bound(const Node& node, std::string_view name, const std::string& key) const {
    const Node* found = node.find(name);
    if (!found) return std::nullopt;
    return read_bound(*found, fmt::format("{}.{}", key, name), sink_);
  }
  std::optional<EventPattern> event(const Node& node, std::string_view name, const std::string& key) const {
    const Node* found = node.find(name);
    if (!found) return std::nullopt;
    auto events = read_events(*found, fmt::format("{}.{}", key, name), sink_);
    return events.patterns.empty() ? std::nullopt : std::optional(std::move(events.patterns.front()));
  }
  ObjectiveRule objective(const Node& node, std::string id, const std::string& key, const Place& place) const {
    ObjectiveRule objective;
    objective.id = std::move(id);
    objective.title = text(node, "title");
    objective.means = text(node, "means");
    objective.of = at(node, "of").text;
    objective.met = bound(node, "met", key);
    objective.missed = bound(node, "missed", key);
    objective.is = bound(node, "is", key);
    if (const Node* over = node.find("over")) objective.over = read_span(*over, key + ".over", sink_);
    objective.count = event(node, "count", key);
    objective.gap = event(node, "gap", key);
    objective.availability = at(node, "availability").text;
    objective.when = when(node, key);
    if (const Node* then = node.find("then")) objective.then = remedy(*then, key + ".then");
    objective.clause = clause_of(node, key);
    objective.path = key;
    objective.place = place;
    return objective;
  }
  Remedy remedy(const Node& node, const std::string& key) const {
    Remedy remedy;
    if (const Node* credit = node.find("credit")) {
      if (auto figure = parse_number(credit->text, credit->place, key, sink_)) {
        remedy.credit = *std::move(figure);
      } else {
        remedy.credit = read_text(*credit, sink_.first_language);
      }
    }
    remedy.right = text(node, "right");
    remedy.claim = term(node, "claim", key);
    return remedy;
  }

  // ---- people and places

  Site site(const Node::Entry& entry) const {
    const std::string key = "sites." + entry.key;
    const Node& node = entry.value;
    return {entry.key,
            text(node, "title"),
            at(node, "zone").text,
            words_by_case(node.find("hours"), key + ".hours", "Site", "hours"),
            at(node, "country").text,
            words_in(at(node, "languages")),
            words_in(at(node, "rings")),
            key};
  }

  const Node& root_;
  Program& program_;
};

}  // namespace

void build_terms(const Node& root, const KnownNames& known, Program& program) {
  TermsBuilder(root, known, program).build(known);
}

}  // namespace yakusoku::program
