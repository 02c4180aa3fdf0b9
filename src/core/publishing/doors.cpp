// Channels, and the rules of contacts.

#include <algorithm>

#include "core/publishing/writer.hpp"

namespace yakusoku::publishing {
namespace {

void add_permissions(const Teller& tell, const program::Door& door, std::vector<Words>& says) {
  for (const auto& rule : door.may.rules) {
    const auto* plain = std::get_if<std::vector<std::string>>(&rule.is);
    if (!plain || plain->empty()) continue;
    std::vector<std::string> words;
    for (const std::string& each : *plain) words.push_back(tell.word("may." + each));
    const std::string when = tell.cases(rule.when);
    std::string all = tell.say("door.may", {{"list", tell.listed(words)}});
    if (!when.empty()) all += tell.say("brackets", {{"words", when}});
    says.push_back({all, {}, {}, false});
    if (std::ranges::find(*plain, "open") == plain->end() && std::ranges::find(*plain, "reply") != plain->end())
      says.push_back(tell.soft(tell.own("door.no_open")));
  }
}

void add_conditions(const Teller& tell, const program::Door& door, const Json& json, std::vector<Words>& says) {
  if (const std::string when = tell.cases(door.when); !when.empty())
    says.push_back(tell.own("for", {{"cases", when}}));
  if (!door.intake.empty()) {
    const std::string titled = tell.calendar(door.intake);
    Words intake = tell.own("door.intake", {{"hours", titled.empty() ? tell.say("hours.support") : titled}});
    if (door.intake != "always") intake.link = "#" + clause_anchor("calendars." + door.intake);
    says.push_back(std::move(intake));
  }
  if (const Json* wait = json.find("wait"))
    if (const auto amount = program::parse_amount(wait->get_string("written").value_or("")))
      says.push_back(tell.own("door.wait", {{"length", tell.bare_amount(*amount)}}));
  for (const std::string& each : strings(json.find("first"))) says.push_back({tell.word(each), {}, {}, false});
  if (!door.falls_to.empty())
    says.push_back(tell.own("door.falls_to", {{"door", tell.name("doors", door.falls_to)}}));
  if (const auto other = json.get_string("only_if_down"))
    says.push_back(tell.own("door.only_if_down", {{"door", tell.name("doors", *other)}}));
  std::vector<std::string> proof;
  for (const std::string& each : strings(json.find("proof"))) proof.push_back(tell.word(each));
  if (!proof.empty()) says.push_back(tell.own("door.proof", {{"list", tell.listed(proof)}}));
}

}  // namespace

void tell_doors(Writer& page) {
  const Teller& tell = page.tell;
  if (tell.program.doors.empty()) return;
  page.section("section.doors", "doors");
  std::vector<Item> items;
  for (const program::Door& each : tell.program.doors) {
    const Json* json = tell.part({"doors", each.id});
    if (!json) continue;
    std::vector<Words> says;
    if (!each.means.empty()) says.push_back(tell.text(each.means));
    add_permissions(tell, each, says);
    add_conditions(tell, each, *json, says);
    items.push_back({page.anchor("doors." + each.id, json->get_string("clause").value_or("")),
                     tell.text(each.title, tell.word(each.id)), std::move(says)});
  }
  page.items(Block::Kind::terms, std::move(items));
  std::vector<std::string> spoken;
  if (const Json* speaks = tell.part({"speaks"}); speaks && speaks->is_array())
    for (const Json& rule : speaks->items())
      for (const std::string& each : strings(rule.find("is"))) {
        std::string words = tell.word(each);
        if (const Json* when = rule.find("when")) words += tell.say("brackets", {{"words", tell.cases(*when)}});
        spoken.push_back(words);
      }
  if (!spoken.empty()) page.paragraph({tell.own("door.speaks", {{"list", tell.listed(spoken)}})}, "speaks");
}

namespace {

std::string number_told(const Teller& tell, const Json& number) {
  if (number.is_integer()) return std::to_string(number.integer());
  if (number.is_string()) return tell.word(number.string());
  if (!number.is_object() || number.members().empty()) return {};
  const auto& [how, what] = number.members().front();
  if (how == "fact" && what.is_string()) return tell.fact(what.string());
  if (!what.is_array()) return {};
  std::vector<std::string> parts;
  for (const Json& each : what.items()) parts.push_back(number_told(tell, each));
  const std::string_view sign = how == "multiply"   ? " × "
                                : how == "add"      ? " + "
                                : how == "subtract" ? " − "
                                : how == "divide"   ? " ÷ "
                                                    : "";
  std::string all;
  for (const std::string& each : parts) all += (all.empty() ? "" : sign.empty() ? ", " : std::string(sign)) + each;
  if (!sign.empty()) return all;
  return tell.say("number." + how, {{"list", all}});
}

Item mix_told(const Teller& tell, const Json& mix) {
  const std::string own = mix.find("own") ? number_told(tell, *mix.find("own")) : "0";
  std::string words =
      mix.find("partner")
          ? tell.say("contacts.mix_partner", {{"own", own}, {"partner", number_told(tell, *mix.find("partner"))}})
          : tell.say("contacts.mix_own", {{"own", own}});
  std::vector<Words> says{{words, {}, {}, false}};
  if (const auto like = mix.get_string("like"))
    says.push_back(tell.soft(tell.own("contacts.like", {{"pattern", *like}})));
  if (const Json* when = mix.find("when")) says.push_back(tell.soft(tell.own("for", {{"cases", tell.cases(*when)}})));
  return {{}, {}, std::move(says)};
}

}  // namespace

void tell_contacts(Writer& page) {
  const Teller& tell = page.tell;
  const Json* contacts = tell.part({"contacts"});
  if (!contacts) return;
  page.heading(tell.own("section.contacts"), "contacts", 2, contacts->get_string("clause").value_or(""));
  if (const Json* means = contacts->find("means")) page.paragraph({tell.text(means)});
  std::vector<Item> items;
  if (const Json* number = contacts->find("number"); number && number->is_array())
    for (const Json& rule : number->items()) {
      const Json* is = rule.find("is");
      if (!is) continue;
      Item item{
          page.anchor("contacts.number"), tell.own("contacts.number"), {{number_told(tell, *is), {}, {}, false}}};
      if (const Json* when = rule.find("when"))
        item.says.push_back(tell.soft(tell.own("for", {{"cases", tell.cases(*when)}})));
      items.push_back(std::move(item));
    }
  if (const Json* must = contacts->find("must"))
    items.push_back({page.anchor("contacts.must"), tell.own("contacts.must"), {{tell.cases(*must), {}, {}, false}}});
  if (const Json* free = contacts->find("free")) {
    std::vector<std::string> words;
    for (const std::string& each : strings(free)) words.push_back(tell.word(each));
    const std::string all = free->is_object() ? tell.cases(*free) : tell.listed(words);
    items.push_back({page.anchor("contacts.free"), tell.own("contacts.free"), {{all, {}, {}, false}}});
  }
  page.items(Block::Kind::terms, std::move(items));
  if (const Json* mixes = contacts->find("mixes"); mixes && mixes->is_array()) {
    std::vector<Item> told;
    for (const Json& each : mixes->items()) told.push_back(mix_told(tell, each));
    page.paragraph({tell.own("contacts.mixes")}, "contacts.mixes");
    page.items(Block::Kind::list, std::move(told));
  }
  if (const Json* roles = contacts->find("roles")) {
    page.paragraph({tell.own("contacts.roles")}, "contacts.roles");
    page.items(Block::Kind::list, entries(page, roles));
  }
}

}  // namespace yakusoku::publishing
