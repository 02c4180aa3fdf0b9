// Doors, teams, queue, escalation and hand-offs off their nodes.

#include "core/program/build_node.hpp"
#include "core/program/builder.hpp"
#include "core/program/words.hpp"

namespace yakusoku::program {
namespace {

class ServiceBuilder : NodeReader {
 public:
  ServiceBuilder(const Node& root, const KnownNames& known, Program& program)
      : NodeReader(quiet_sink(known, program.zone, program.languages.front())), root_(root), program_(program) {}

  void build() {
    for (const Node::Entry& entry : at(root_, "teams").entries) program_.teams.push_back(team(entry));
    for (const Node::Entry& entry : at(root_, "doors").entries) program_.doors.push_back(door(entry));
    queue(at(root_, "queue"));
    escalation(at(root_, "escalation"));
    for (const Node::Entry& entry : at(at(root_, "engagements"), "sessions").entries)
      program_.sessions.push_back(session(entry));
    const Node& handoffs = at(root_, "handoffs");
    for (std::size_t i = 0; i < handoffs.items.size(); ++i)
      program_.handoffs.push_back(handoff(handoffs.items[i], fmt::format("handoffs[{}]", i)));
  }

 private:
  std::optional<Amount> amount(const Node& node, std::string_view name, const std::string& key) const {
    const Node* found = node.find(name);
    if (!found) return std::nullopt;
    return read_amount(*found, fmt::format("{}.{}", key, name), sink_);
  }
  std::vector<Text> texts(const Node& node) const {
    std::vector<Text> texts;
    for (const Node& each : node.items) texts.push_back(read_text(each, sink_.first_language));
    return texts;
  }

  Team team(const Node::Entry& entry) const {
    const Node& node = entry.value;
    Team team;
    team.id = entry.key;
    team.path = "teams." + entry.key;
    team.title = text(node, "title");
    team.hours = at(node, "hours").text;
    team.means = text(node, "means");
    team.sites = words_in(at(node, "sites"));
    team.tier = at(node, "tier").text;
    team.skills = words_in(at(node, "skills"));
    team.languages = words_in(at(node, "languages"));
    team.products = words_in(at(node, "products"));
    team.is_reserved = node.find("reserved") != nullptr;
    team.reserved = when(node, team.path, "reserved");
    return team;
  }

  Door door(const Node::Entry& entry) const {
    const Node& node = entry.value;
    Door door;
    door.id = entry.key;
    door.path = "doors." + entry.key;
    door.title = text(node, "title");
    door.means = text(node, "means");
    door.may = build_choice<std::vector<std::string>>(node.find("may"), door.path + ".may", value_form("Door", "may"),
                                                      sink_, [](const RuleForm& rule, const std::string&) {
                                                        return rule.value ? words_in(*rule.value)
                                                                          : std::vector<std::string>{};
                                                      });
    door.when = when(node, door.path);
    door.intake = at(node, "intake").text;
    door.wait = amount(node, "wait", door.path);
    door.first = words_in(at(node, "first"));
    door.falls_to = at(node, "falls_to").text;
    door.only_if_down = at(node, "only_if_down").text;
    door.proof = words_in(at(node, "proof"));
    door.out = at(node, "out").is("yes");
    door.control = !at(node, "control").is("no");
    for (const Node& each : at(node, "numbers").items)
      door.numbers.push_back({at(each, "number").text, at(each, "site").text, text(each, "title")});
    door.cc_is_participant = !at(node, "cc").is("ignored");
    return door;
  }

  void queue(const Node& node) {
    program_.queue.rank = build_choice<std::int64_t>(node.find("rank"), "queue.rank", value_form("Queue", "rank"),
                                                     sink_, [](const RuleForm& rule, const std::string&) {
                                                       const Node* value = rule.value;
                                                       return value ? parse_integer(value->text).value_or(0) : 0;
                                                     });
    program_.queue.then = words_in(at(node, "then"));
    using OneAtATime = QueueRule::OneAtATime;
    const Node& one = at(node, "one_at_a_time");
    if (one.is("customer")) program_.queue.one_at_a_time = OneAtATime::customer;
    if (one.is("contact")) program_.queue.one_at_a_time = OneAtATime::contact;
  }

  void escalation(const Node& node) {
    Escalation& escalation = program_.escalation;
    escalation.means = text(node, "means");
    escalation.strict = at(node, "order").is("strict");
    const Node& tiers = at(node, "tiers");
    for (const Node::Entry& entry : tiers.entries) {
      const std::string path = "escalation.tiers." + entry.key;
      escalation.tiers.push_back({entry.key, title_of(entry.value), text(entry.value, "means"),
                                  at(entry.value, "team").text, when(entry.value, path), path});
    }
    for (const std::string& name : words_in(tiers))
      escalation.tiers.push_back({name, {}, {}, {}, {}, "escalation.tiers." + name});
    escalation.manager = at(node, "manager").text;
    escalation.lane = text(node, "lane");
    if (const Node* ends = node.find("ends_on")) escalation.ends_on = read_events(*ends, "escalation.ends_on", sink_);
    const Node& levels = at(node, "levels");
    for (std::size_t i = 0; i < levels.items.size(); ++i)
      escalation.levels.push_back(level(levels.items[i], fmt::format("escalation.levels[{}]", i)));
    if (const Node* asked = node.find("asked")) escalation.asked = asked_rule(*asked);
  }
  EscalationLevel level(const Node& node, const std::string& path) const {
    EscalationLevel level;
    level.id = at(node, "level").text;
    level.who = at(node, "who").text;
    level.title = text(node, "title");
    level.means = text(node, "means");
    level.when = when(node, path);
    level.within =
        build_choice<Amount>(node.find("within"), path + ".within", value_form("EscalationLevel", "within"), sink_,
                             [&](const RuleForm& rule, const std::string& key) {
                               return rule.value ? read_amount(*rule.value, key, sink_) : Amount{};
                             });
    level.path = path;
    return level;
  }
  Escalation::Asked asked_rule(const Node& node) const {
    Escalation::Asked rule;
    rule.when = when(node, "escalation.asked");
    rule.needs = words_in(at(node, "needs"));
    rule.doors = words_in(at(node, "doors"));
    const Node& words = at(node, "words");
    if (words.is_list()) {
      rule.asking_words = words_in(words);
    } else {
      rule.words = read_text(words, sink_.first_language);
    }
    return rule;
  }

  SessionRule session(const Node::Entry& entry) const {
    const Node& node = entry.value;
    SessionRule rule;
    rule.id = entry.key;
    rule.path = "engagements.sessions." + entry.key;
    rule.title = text(node, "title");
    rule.means = text(node, "means");
    rule.when = when(node, rule.path);
    const auto number = [&](std::string_view name) { return parse_integer(at(node, name).text); };
    if (const Node* length = node.find("length")) rule.length = read_length(*length, rule.path + ".length", sink_);
    rule.seats = number("seats");
    rule.capacity = number("capacity");
    rule.hours = build_choice<std::string>(
        node.find("hours"), rule.path + ".hours", value_form("Session", "hours"), sink_,
        [](const RuleForm& each, const std::string&) { return each.value ? each.value->text : std::string(); });
    rule.notice = amount(node, "notice", rule.path);
    rule.cancel = amount(node, "cancel", rule.path);
    rule.approval = at(node, "approval").is("no") ? std::string() : at(node, "approval").text;
    rule.spends = at(node, "spends").text;
    return rule;
  }

  HandoffRule handoff(const Node& node, const std::string& path) const {
    HandoffRule rule;
    rule.path = path;
    rule.when = when(node, path);
    rule.title = text(node, "title");
    rule.between = words_in(at(node, "between"));
    rule.overlap = amount(node, "overlap", path);
    rule.checklist = texts(at(node, "checklist"));
    return rule;
  }

  const Node& root_;
  Program& program_;
};

}  // namespace

void build_service(const Node& root, const KnownNames& known, Program& program) {
  ServiceBuilder(root, known, program).build();
}

}  // namespace yakusoku::program
