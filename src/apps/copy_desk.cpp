// yakusoku export, import desk, backup, restore: a desk as a stream of lines, from one engine to another, and as a folder.
//
//   {"yakusoku":"export","schema_level":7}
//   {"blob":"…","hex":"…"}        before the rows, so that no row ever stands without its file; what came later, behind them
//   …                             rows (adapters/store/copying.hpp)
//   {"rows":1234}                 how many: a stream that was cut is refused and nothing of it written
//   {"secret":"mail","hex":"…"}
//   {"end":true}

#include <fcntl.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iostream>
#include <set>

#include <fmt/format.h>

#include "adapters/store/copying.hpp"
#include "adapters/store/record_chain.hpp"
#include "adapters/store/tables.hpp"
#include "apps/command.hpp"
#include "apps/desk_parts.hpp"
#include "apps/mail_parts.hpp"

namespace yakusoku::apps {
namespace fs = std::filesystem;

namespace {

// The files that a row refers to: what stands in a column of that name.
class BlobsSeen {
 public:
  void line(std::string_view text) {
    if (text.starts_with('{')) {
      column_ = -1;
      const auto json = parse_json(text);
      const Json* columns = json ? json->find("columns") : nullptr;
      for (std::size_t i = 0; columns && i < columns->items().size(); ++i)
        if (columns->items()[i] == Json("blob")) column_ = static_cast<int>(i);
      return;
    }
    if (column_ < 0) return;
    const auto row = parse_json(text);
    if (!row || !row->is_array()) return;
    if (const Json& blob = row->items()[static_cast<std::size_t>(column_)];
        blob.is_string() && !blob.string().empty())
      found_.insert(blob.string());
  }
  const std::set<std::string>& found() const { return found_; }

 private:
  int column_ = -1;
  std::set<std::string> found_;
};

class Exporting {
 public:
  Exporting(DeskParts& parts, std::ostream& out) : parts_(parts), out_(out) {}

  Outcome run() {
    TRY_OUTCOME(line(to_text(Json::object({{"yakusoku", "export"}, {"schema_level", store::schema_level()}}))));
    BlobsSeen first, all;
    TRY(store::copy_out(*parts_.database, [&](std::string_view text) -> Outcome {
      first.line(text);
      return {};
    }));
    TRY_OUTCOME(blobs(first.found()));
    const std::int64_t rows = TRY(store::copy_out(*parts_.database, [&](std::string_view text) {
      all.line(text);
      return line(text);
    }));
    TRY_OUTCOME(line(to_text(Json::object({{"rows", rows}}))));
    TRY_OUTCOME(blobs(all.found()));
    const std::string secret = TRY(mail_secret(parts_));
    TRY_OUTCOME(line(to_text(Json::object({{"secret", "mail"}, {"hex", store::hex_of(secret)}}))));
    TRY_OUTCOME(line(R"({"end":true})"));
    fmt::print(stderr, "{} rows, {} files\n", rows, told_.size());
    return {};
  }

 private:
  Outcome line(std::string_view text) {
    out_ << text << '\n';
    return out_ ? Outcome{} : fail(ErrorCode::storage, "", "the export can't be written");
  }
  // One that is gone in between had nobody who refers to it any more.
  Outcome blobs(const std::set<std::string>& hashes) {
    for (const std::string& hash : hashes) {
      if (told_.contains(hash)) continue;
      const auto bytes = parts_.blobs->get(hash);
      if (!bytes && bytes.error().code == ErrorCode::not_found) {
        fmt::print(stderr, "the file {} is missing\n", hash);
        continue;
      }
      if (!bytes) return std::unexpected(bytes.error());
      TRY_OUTCOME(line(to_text(Json::object({{"blob", hash}, {"hex", store::hex_of(*bytes)}}))));
      told_.insert(hash);
    }
    return {};
  }

  DeskParts& parts_;
  std::ostream& out_;
  std::set<std::string> told_;
};

class Importing {
 public:
  Importing(DeskParts& parts, std::istream& in) : parts_(parts), in_(in) {}

  Outcome run() {
    const Json head = TRY(next());
    if (head.get_string("yakusoku") != "export") return fail(ErrorCode::malformed, "line 1", "this is no export");
    if (head.get_integer("schema_level") != store::schema_level())
      return fail(ErrorCode::invalid, "line 1",
                  fmt::format("it was written at schema level {}, this binary has {}: use the same version for both",
                              head.get_integer("schema_level").value_or(0), store::schema_level()));
    std::int64_t given = 0;
    const store::GivesLine gives = [&]() -> Result<std::optional<std::string>> {
      for (;;) {
        if (!std::getline(in_, text_)) return fail(ErrorCode::malformed, "", "the export ends too early");
        if (text_.starts_with('[')) {
          ++given;
          return std::optional(text_);
        }
        const Json line = TRY(parse_json(text_));
        if (line.find("rows")) {
          if (line.get_integer("rows") == given) return std::optional<std::string>();
          return fail(ErrorCode::malformed, "rows", "some of the rows are missing");
        }
        if (!line.find("blob")) return std::optional(text_);
        TRY_OUTCOME(blob(line));
      }
    };
    const std::int64_t rows = TRY(store::copy_in(*parts_.database, gives));
    for (;;) {
      const Json line = TRY(next());
      if (line.find("end")) break;
      if (line.find("blob")) TRY_OUTCOME(blob(line));
      if (line.find("secret")) {
        const auto bytes = store::bytes_of_hex(line.get_string("hex").value_or(""));
        if (!bytes) return fail(ErrorCode::malformed, "secret");
        TRY_OUTCOME(put_mail_secret(parts_, *bytes));
      }
    }
    fmt::print("{}\n", to_text(Json::object({{"rows", rows}, {"files", files_}})));
    return {};
  }

 private:
  Result<Json> next() {
    if (!std::getline(in_, text_)) return fail(ErrorCode::malformed, "", "the export ends too early");
    return parse_json(text_);
  }
  Outcome blob(const Json& line) {
    const auto bytes = store::bytes_of_hex(line.get_string("hex").value_or("x"));
    if (!bytes) return fail(ErrorCode::malformed, "blob");
    if (TRY(parts_.blobs->put(*bytes)) != line.get_string("blob")) return fail(ErrorCode::malformed, "blob");
    ++files_;
    return {};
  }

  DeskParts& parts_;
  std::istream& in_;
  std::string text_;
  std::int64_t files_ = 0;
};

Outcome synced(const fs::path& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  const bool done = file >= 0 && ::fsync(file) == 0;
  if (file >= 0) ::close(file);
  return done ? Outcome{} : fail(ErrorCode::storage, path.string(), "it can't be written");
}

// What is no database of a running desk: files, keys, settings, mail that waits.
bool is_beside(const fs::path& name) {
  const std::string text = name.string();
  return !text.starts_with("desk.sqlite") && text != "lock" && text != "desk.export";
}

Outcome copy_beside(const fs::path& from, const fs::path& to) {
  std::error_code error;
  for (const fs::directory_entry& each : fs::directory_iterator(from, error)) {
    if (!is_beside(each.path().filename())) continue;
    fs::copy(each.path(), to / each.path().filename(),
             fs::copy_options::recursive | fs::copy_options::overwrite_existing, error);
    if (error) return fail(ErrorCode::storage, each.path().string(), error.message());
  }
  if (error) return fail(ErrorCode::storage, from.string(), error.message());
  for (const fs::directory_entry& each : fs::recursive_directory_iterator(to, error))
    if (each.is_regular_file()) TRY_OUTCOME(synced(each.path()));
  return {};
}

Outcome empty_folder(const fs::path& folder, const std::string& flag) {
  std::error_code error;
  if (fs::exists(folder, error) && !fs::is_empty(folder, error))
    return fail(ErrorCode::conflict, flag, folder.string() + " is not empty");
  fs::create_directories(folder, error);
  fs::permissions(folder, fs::perms::owner_all, error);
  return error ? fail(ErrorCode::storage, folder.string(), error.message()) : Outcome{};
}

Outcome back_up(const Words& words) {
  if (words.rest.size() != 1) return fail(ErrorCode::required, "FOLDER", "where the backup goes");
  const fs::path to = words.rest[0];
  DeskParts parts = TRY(open_desk(place_of(words), false, false));
  TRY_OUTCOME(empty_folder(to, "FOLDER"));
  // The database first, in one step: whatever it refers to was there by then, and is there still when it is copied.
  if (parts.nodes) {
    std::ofstream out(to / "desk.export", std::ios::binary);
    TRY_OUTCOME(Exporting(parts, out).run());
    out.close();
  } else {
    engine_sqlite::Options options;
    options.path = parts.folder->database();
    TRY_OUTCOME(engine_sqlite::copy_database(options, to / "desk.sqlite"));
  }
  TRY_OUTCOME(copy_beside(parts.folder->path(), to));
  fmt::print("{}\n", to.string());
  return {};
}

Outcome restore_from(const Words& words) {
  if (words.rest.size() != 1) return fail(ErrorCode::required, "FOLDER", "the backup");
  const fs::path from = words.rest[0];
  const DeskPlace place = place_of(words);
  if (place.data.empty()) return fail(ErrorCode::required, "--data", "the folder that it is restored to");
  const bool is_export = fs::exists(from / "desk.export");
  if (!is_export && !fs::exists(from / "desk.sqlite"))
    return fail(ErrorCode::not_found, "FOLDER", "this is no backup");
  if (is_export != !place.database.empty())
    return fail(
        ErrorCode::invalid, "--database",
        is_export ? "it is a backup of nodes: name an empty database" : "it is a backup of one folder: name none");
  TRY_OUTCOME(empty_folder(place.data, "--data"));
  TRY_OUTCOME(copy_beside(from, place.data));
  std::error_code error;
  if (!is_export) {
    fs::copy_file(from / "desk.sqlite", fs::path(place.data) / "desk.sqlite", error);
    if (error) return fail(ErrorCode::storage, place.data, error.message());
    return synced(fs::path(place.data) / "desk.sqlite");
  }
  DeskParts parts = TRY(open_desk(place, false, false));
  std::ifstream in(from / "desk.export", std::ios::binary);
  return Importing(parts, in).run();
}

Outcome export_to(const Words& words) {
  DeskParts parts = TRY(open_desk(place_of(words), false, false));
  return Exporting(parts, std::cout).run();
}

int run(std::string_view name, std::span<const std::string> arguments, Outcome (*command)(const Words&)) {
  static constexpr std::string_view valued[] = {"--data", "--database"};
  const auto words = read_words(arguments, valued, {});
  if (!words) return usage_error(name, words.error());
  const Outcome done = command(*words);
  return done ? 0 : failed(done.error());
}

}  // namespace

Outcome import_desk(const Words& words) {
  const std::string& path = words.rest[1];
  std::ifstream stream(path, std::ios::binary);
  if (path != "-" && !stream) return fail(ErrorCode::not_found, path);
  DeskParts parts = TRY(open_desk(place_of(words), false, false));
  return Importing(parts, path == "-" ? std::cin : stream).run();
}

int export_desk(std::span<const std::string> arguments) { return run("export", arguments, export_to); }
int backup(std::span<const std::string> arguments) { return run("backup", arguments, back_up); }
int restore(std::span<const std::string> arguments) { return run("restore", arguments, restore_from); }

}  // namespace yakusoku::apps
