// How promises are counted, said once; and, for authors alone, their notes.

#include <algorithm>

#include "core/publishing/writer.hpp"

namespace yakusoku::publishing {
namespace {

using program::Amount;

// Whether any amount that customers see has that form.
void forms_in(const Json& json, bool& days, bool& lengths_in, bool& then_in, bool& elapsed) {
  if (json.is_array())
    for (const Json& each : json.items()) forms_in(each, days, lengths_in, then_in, elapsed);
  if (!json.is_object()) return;
  if (const auto form = json.get_string("form")) {
    days = days || *form == "business_days";
    lengths_in = lengths_in || *form == "length_in";
    then_in = then_in || *form == "length_then_in";
    elapsed = elapsed || *form == "length";
  }
  for (const auto& [name, each] : json.members()) forms_in(each, days, lengths_in, then_in, elapsed);
}

// The readings of "business day" that calendars of the program give.
void readings_in(const Json& json, std::vector<std::string>& readings) {
  if (json.is_array())
    for (const Json& each : json.items()) readings_in(each, readings);
  if (!json.is_object()) return;
  if (const auto day = json.get_string("day");
      day && (json.find("open") || json.find("union") || json.find("except"))) {
    const std::string reading = *day == "close" || *day == "same_time" ? *day : "hours";
    if (std::ranges::find(readings, reading) == readings.end()) readings.push_back(reading);
  }
  for (const auto& [name, each] : json.members()) readings_in(each, readings);
}

void notes_in(const Json& json, const std::string& path, std::vector<std::pair<std::string, std::string>>& notes) {
  if (json.is_array())
    for (std::size_t i = 0; i < json.items().size(); ++i)
      notes_in(json.items()[i], path + "[" + std::to_string(i) + "]", notes);
  if (!json.is_object()) return;
  for (const auto& [name, each] : json.members()) {
    if (name == "note" && each.is_string()) {
      notes.emplace_back(path, each.string());
    } else {
      notes_in(each, path.empty() ? name : path + "." + name, notes);
    }
  }
}

}  // namespace

void tell_glossary(Writer& page) {
  const Teller& tell = page.tell;
  bool days = false, lengths_in = false, then_in = false, elapsed = false;
  if (const Json* clocks = tell.part({"clocks"})) forms_in(*clocks, days, lengths_in, then_in, elapsed);
  if (!days && !lengths_in && !then_in && !elapsed) return;
  page.section("section.glossary", "glossary");
  std::vector<Item> items;
  if (elapsed) items.push_back({{}, tell.own("glossary.elapsed"), {tell.own("glossary.elapsed.means")}});
  if (lengths_in) items.push_back({{}, tell.own("glossary.in"), {tell.own("glossary.in.means")}});
  if (then_in) items.push_back({{}, tell.own("glossary.then_in"), {tell.own("glossary.then_in.means")}});
  if (days) {
    std::vector<std::string> readings;
    if (const Json* calendars = tell.part({"calendars"})) readings_in(*calendars, readings);
    if (readings.empty()) readings.emplace_back("close");
    std::vector<Words> says{tell.own("glossary.day.means")};
    for (const std::string& each : readings) says.push_back(tell.own("glossary.day." + each));
    items.push_back({{}, tell.own("glossary.day"), std::move(says)});
  }
  items.push_back({{}, tell.own("glossary.soft"), {tell.own("glossary.soft.means")}});
  page.items(Block::Kind::terms, std::move(items));
}

void tell_notes(Writer& page) {
  if (!page.tell.options.author) return;
  std::vector<std::pair<std::string, std::string>> notes;
  notes_in(page.tell.program.tree, {}, notes);
  if (notes.empty()) return;
  page.section("section.notes", "notes");
  std::vector<Item> items;
  for (const auto& [path, words] : notes) items.push_back({{}, {path, {}, {}, false}, {{words, {}, {}, false}}});
  page.items(Block::Kind::terms, std::move(items));
}

}  // namespace yakusoku::publishing
