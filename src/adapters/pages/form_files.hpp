#pragma once
// private to the room
// Files of a form without script. Their bytes are stored before the command runs; the command makes them uploads and uses
// them up in one go. Where the form is refused they are kept as uploads, and the form that comes again names them: nobody
// has to choose a file twice.

#include <map>
#include <string>
#include <vector>

#include "adapters/pages/site.hpp"

namespace yakusoku::pages {

// Of a form's post: fields and one file after another, all in memory.
constexpr std::size_t post_bytes = static_cast<std::size_t>(desk::most_file_bytes) + 1024 * 1024;
// The input of files that go with the words; a program's file fact has "file:NAME".
inline constexpr std::string_view words_files = "files";
inline std::string file_input(std::string_view fact) { return "file:" + std::string(fact); }

struct FormFiles {
  struct Fresh {
    std::string field, name, type, blob;
    std::int64_t size = 0;
  };
  std::vector<Fresh> fresh;
  std::map<std::string, std::string> tokens;  // of each field that has files: kept ones', or new
  std::map<std::string, bool> kept;           // whether that token is there already

  std::string token_of(const std::string& field) const;
  // The fields and files of the form: what tells one post from another, whatever boundary the browser drew.
  std::string told_with(const http::Form& form) const;
};

// Reads the form and stores its files; leaves their contents out of form and request.
Result<FormFiles> take_files(const Site& site, http::Request& request, http::Form& form);
Result<http::Form> read_post(const http::Request& request);
// Makes the fresh ones uploads of the caller.
Outcome store_uploads(ports::Transaction& transaction, const desk::Caller& caller, const FormFiles& files);
// Keeps them for the form that comes again, then goes on; what could not be kept is chosen anew.
void keep_files(const Site& site, const desk::Caller& caller, FormFiles files, std::function<void(FormFiles)> then);
// [{"field","token"}] for hidden inputs, and the names of what is kept for a field.
Json kept_json(const FormFiles& files);
std::string kept_names(const Page& page, ports::Reader& reader, const FormFiles& files, const std::string& field);

// "1.4 MB"
std::string size_words(std::int64_t bytes);
// The files of a message, for templates.
Json files_json(const Page& page, const desk::ConversationItem& item);

}  // namespace yakusoku::pages
