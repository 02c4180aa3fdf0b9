#pragma once

// THE SUPPORT PAGE AS A VALUE (PROGRAM.md section 8): what a program promises, said to customers in one language, as
// blocks that HTML and PDF draw alike. Everything comes from the program that runs; what it does not say is left out.
// Clauses keep one anchor for ever, made of the path by which receipts and refusals cite them. Pure; it knows no
// markup: every text is a stranger's and is escaped by whoever draws it.

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/program/program.hpp"

namespace yakusoku::publishing {

// A run of text. `language` is empty where it is the document's; else the program lacks these words and those of its
// first language stand in, to be marked. `link` is empty, or begins with http:, https:, mailto: or #.
struct Words {
  std::string text;
  std::string language;
  std::string link;
  bool soft = false;  // said smaller: an explanation beside what it explains
  friend bool operator==(const Words&, const Words&) = default;
};

struct Cell {
  std::vector<Words> lines;  // each on a line of its own; empty: nothing is said here
  std::string anchor;        // of the clause that this cell is; empty: none, or it stands elsewhere
  bool header = false;
};

struct Table {
  std::string caption;
  std::vector<Cell> head;  // one row of column heads; may be empty
  std::vector<std::vector<Cell>> rows;
};

// An entry of a list (no term) or of a list of definitions.
struct Item {
  std::string anchor;
  Words term;
  std::vector<Words> says;
};

struct Figure {
  std::string svg;  // markup that this house drew, never a stranger's
  std::string alternative;
};

struct Block {
  enum class Kind { heading, paragraph, terms, table, list, steps, note, figure };
  Kind kind = Kind::paragraph;
  int level = 2;             // heading: 2 or 3
  std::string anchor;        // heading: always; paragraph, note: where it is a clause
  std::vector<Words> words;  // heading: one; paragraph, note: lines
  std::vector<Item> items;   // terms, list, steps (a list whose order counts)
  Table table;
  Figure figure;
};

struct Document {
  std::string program;  // its id
  std::string language;
  Words title;
  std::string vendor;
  std::string version;    // the hash's first twelve digits
  std::string effective;  // in words: 2026年1月1日(木)
  std::string zone;       // the reader's
  std::vector<Block> blocks;
  // What may be cited, and where it stands: paths and the program's own `clause` words, each once.
  std::vector<std::pair<std::string, std::string>> clauses;
};

struct Options {
  std::string language = "en";  // ja or en; another reads as en
  std::string zone;             // the reader's; empty: the program's
  std::int32_t from = 0;        // the date (days since 1970) from which hours and holidays are told
  bool author = false;          // also the author's notes: never for customers
  // Shown above all else where given: what changed against the version before, and since when that holds.
  std::vector<std::string> changes;
  std::string changes_since;
  std::vector<std::pair<std::string, Figure>> figures;  // a caption with its picture, at the end of the hours
};

Document document_of(const program::Program& program, const Options& options);

// The id of a clause: its path with every byte that an address may not carry spelled out, so two paths never meet.
std::string clause_anchor(std::string_view path);
// The anchor of what is cited, a path or a `clause` word: its own, else its nearest ancestor's; empty: none is near.
std::string anchor_of(const Document& document, std::string_view cited);

}  // namespace yakusoku::publishing
