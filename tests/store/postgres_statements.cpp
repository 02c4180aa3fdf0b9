// rooms: adapters/store ports base
// Prints, for psql, the schema in PostgreSQL's words and a PREPARE of every statement; tests/store/run gives it to one.

#include <cstdio>
#include <map>
#include <string>

#include "adapters/store/embedded_files.hpp"
#include "adapters/store/statements.hpp"

namespace {

using namespace yakusoku;

// The three type words, and without what follows a table's closing parenthesis.
std::string in_postgres_words(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const auto is = [&](std::string_view word) {
      const auto letter = [&](std::size_t i) { return i < text.size() && (std::isalnum(text[i]) || text[i] == '_'); };
      return text.substr(at, word.size()) == word && (at == 0 || !letter(at - 1)) && !letter(at + word.size());
    };
    if (is("INT")) {
      out += "BIGINT";
      at += 3;
    } else if (is("BYTES")) {
      out += "BYTEA";
      at += 5;
    } else if (is("STRICT")) {
      at = text.find(';', at);
    } else {
      out += text[at++];
    }
  }
  return out;
}

}  // namespace

int main() {
  for (const EmbeddedFile& file : store::embedded_files())
    std::printf("%s\n", in_postgres_words(file.content).c_str());
  const std::map<std::string, std::string> types{{"int", "bigint"}, {"text", "text"}, {"bytes", "bytea"}};
  int number = 0;
  for (const store::NamedSql& sql : store::all_sql()) {
    std::string declared;
    for (const std::string& type : sql.parameter_types) declared += (declared.empty() ? "" : ", ") + types.at(type);
    std::printf("\\echo %s\nPREPARE s%d%s AS %s;\n", sql.name.c_str(), ++number,
                declared.empty() ? "" : ("(" + declared + ")").c_str(), sql.text.c_str());
  }
  std::printf("\\echo prepared %d statements\n", number);
  return 0;
}
