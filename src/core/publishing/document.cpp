#include "core/publishing/document.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "base/zones.hpp"
#include "core/publishing/writer.hpp"
#include "core/wording/time_words.hpp"

namespace yakusoku::publishing {

std::string clause_anchor(std::string_view path) {
  std::string id;
  for (const char c : path) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
                       c == '-' || c == '.';
    if (plain) {
      id += c;
    } else if (c == '[') {
      id += ':';
    } else if (c != ']') {
      id += fmt::format("~{:02x}", static_cast<unsigned char>(c));
    }
  }
  return id;
}

std::string anchor_of(const Document& document, std::string_view cited) {
  while (!cited.empty()) {
    const auto found = std::ranges::find(document.clauses, cited, &std::pair<std::string, std::string>::first);
    if (found != document.clauses.end()) return found->second;
    const std::size_t cut = cited.find_last_of(".[");
    if (cut == std::string_view::npos) break;
    cited = cited.substr(0, cut);
  }
  return {};
}

std::string Writer::anchor(std::string_view path, std::string_view clause) {
  if (path.empty() || !told_.emplace(path).second) return {};
  const std::string id = clause_anchor(clause.empty() ? path : clause);
  // Two clauses of one word share the first one's place: an id stands once on a page.
  const bool taken =
      std::ranges::find(document.clauses, id, &std::pair<std::string, std::string>::second) != document.clauses.end();
  const std::string own = taken ? clause_anchor(path) : id;
  document.clauses.emplace_back(path, own);
  if (!clause.empty() && clause != path && !taken) document.clauses.emplace_back(clause, own);
  return own;
}

void Writer::heading(Words words, std::string_view path, int level, std::string_view clause) {
  Block block;
  block.kind = Block::Kind::heading;
  block.level = level;
  block.anchor = anchor(path, clause);
  block.words.push_back(std::move(words));
  document.blocks.push_back(std::move(block));
}

void Writer::paragraph(std::vector<Words> words, std::string_view path) {
  std::erase_if(words, [](const Words& each) { return each.text.empty(); });
  if (words.empty()) return;
  Block block;
  block.anchor = anchor(path);
  block.words = std::move(words);
  document.blocks.push_back(std::move(block));
}

void Writer::note(std::vector<Words> words, std::string_view path) {
  paragraph(std::move(words), path);
  if (!document.blocks.empty()) document.blocks.back().kind = Block::Kind::note;
}

void Writer::items(Block::Kind kind, std::vector<Item> items) {
  if (items.empty()) return;
  Block block;
  block.kind = kind;
  block.items = std::move(items);
  document.blocks.push_back(std::move(block));
}

void Writer::table(Table table) {
  if (table.rows.empty()) return;
  Block block;
  block.kind = Block::Kind::table;
  block.table = std::move(table);
  document.blocks.push_back(std::move(block));
}

void Writer::figure(const std::string& caption, Figure figure) {
  Block block;
  block.kind = Block::Kind::figure;
  block.words.push_back({caption, {}, {}, false});
  block.figure = std::move(figure);
  document.blocks.push_back(std::move(block));
}

std::vector<Item> entries(const Writer& page, const Json* list) {
  std::vector<Item> items;
  if (!list) return items;
  if (list->is_array()) {
    for (const Json& each : list->items()) items.push_back({{}, {}, {page.tell.text(&each)}});
  } else if (list->is_object()) {
    for (const auto& [name, each] : list->members()) {
      const bool named = each.is_object() && (each.find("title") || each.find("means"));
      std::vector<Words> says{page.tell.text(named ? each.find("title") : &each, page.tell.word(name))};
      if (named && each.find("means")) says.push_back(page.tell.soft(page.tell.text(each.find("means"))));
      items.push_back({{}, {}, std::move(says)});
    }
  }
  return items;
}

std::vector<std::string> strings(const Json* list) {
  std::vector<std::string> all;
  if (list && list->is_array())
    for (const Json& each : list->items())
      if (each.is_string()) all.push_back(each.string());
  return all;
}

Cell head(Words words) { return {{std::move(words)}, {}, true}; }
Cell cell(std::vector<Words> lines, std::string anchor) { return {std::move(lines), std::move(anchor), false}; }

namespace {

void tell_changes(Writer& page, const Options& options) {
  if (options.changes_since.empty()) return;
  page.heading(page.tell.own("section.changes", {{"date", options.changes_since}}), "changes");
  std::vector<Item> items;
  for (const std::string& each : options.changes) items.push_back({{}, {}, {{each, {}, {}, false}}});
  if (items.empty()) page.paragraph({page.tell.own("changes.none")});
  page.items(Block::Kind::list, std::move(items));
}

}  // namespace

Document document_of(const program::Program& program, const Options& options) {
  Options chosen = options;
  if (chosen.zone.empty() || !zones::exists(chosen.zone)) chosen.zone = program.zone.empty() ? "UTC" : program.zone;
  const Teller teller(program, chosen);
  Document document;
  document.program = program.id;
  document.language = teller.language;
  document.title = teller.text(program.title, program.id);
  document.vendor = std::string(program.vendor_in(teller.language));
  document.version = program.hash.substr(0, 12);
  const auto effective = zones::date_of(program.effective);
  document.effective = effective ? wording::date_words(teller.language, *effective) : program.effective;
  document.zone = chosen.zone;
  Writer page(teller, document);
  tell_changes(page, chosen);
  tell_kinds(page);
  tell_levels(page);
  tell_targets(page);
  tell_plans(page);
  tell_contacts(page);
  tell_doors(page);
  tell_hours(page);
  tell_escalation(page);
  tell_duties(page);
  tell_closing(page);
  tell_exclusions(page);
  tell_engagements(page);
  tell_objectives(page);
  tell_status_page(page);
  tell_glossary(page);
  tell_notes(page);
  return document;
}

}  // namespace yakusoku::publishing
