#pragma once
// private to the room
// Puts blocks into the document and keeps its anchors: each clause stands in one place.

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/publishing/teller.hpp"

namespace yakusoku::publishing {

class Writer {
 public:
  Writer(const Teller& one_teller, Document& one_document) : tell(one_teller), document(one_document) {}

  const Teller& tell;
  Document& document;

  // The anchor of that path, the first time it is asked for; empty after that. `clause` is the program's own word.
  std::string anchor(std::string_view path, std::string_view clause = {});
  void heading(Words words, std::string_view path, int level = 2, std::string_view clause = {});
  void section(std::string_view phrase_id, std::string_view path) { heading(tell.own(phrase_id), path); }
  void paragraph(std::vector<Words> words, std::string_view path = {});
  void note(std::vector<Words> words, std::string_view path = {});
  void items(Block::Kind kind, std::vector<Item> items);
  void table(Table table);
  void figure(const std::string& caption, Figure figure);

 private:
  std::set<std::string, std::less<>> told_;
};

// The page in its order; each writes nothing where the program says nothing.
void tell_kinds(Writer& page);
void tell_levels(Writer& page);
void tell_targets(Writer& page);
void tell_hours(Writer& page);
void tell_doors(Writer& page);
void tell_contacts(Writer& page);
void tell_escalation(Writer& page);
void tell_duties(Writer& page);  // what is asked of the customer, and what happens in silence
void tell_closing(Writer& page);
void tell_exclusions(Writer& page);
void tell_plans(Writer& page);
void tell_engagements(Writer& page);
void tell_objectives(Writer& page);
void tell_status_page(Writer& page);
void tell_glossary(Writer& page);
void tell_notes(Writer& page);

// Steps of a clock as one sentence each: when, then what.
std::vector<Item> steps_told(Writer& page, const program::ClockRule& clock);

// A list of texts in the tree: strings, texts by language, or a map of named ones.
std::vector<Item> entries(const Writer& page, const Json* list);
// The texts of a list in the tree.
std::vector<std::string> strings(const Json* list);
Cell head(Words words);
Cell cell(std::vector<Words> lines, std::string anchor = {});

}  // namespace yakusoku::publishing
