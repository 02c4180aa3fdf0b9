#include "apps/desk_parts.hpp"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "adapters/blobs/folder_blobs.hpp"
#include "adapters/blobs/sql_blobs.hpp"
#include "base/sha256.hpp"

namespace yakusoku::apps {
namespace fs = std::filesystem;

namespace {

constexpr Instant test_clock_start{1735689600};  // 2025: a pushed clock begins before every scenario
constexpr std::uintmax_t most_bytes = 1 << 20;
constexpr std::size_t most_files = 64;

}  // namespace

DeskPlace place_of(const Words& words) {
  const char* of_environment = std::getenv("YAKUSOKU_DATABASE");
  return {words.get("--data"), words.get("--database", of_environment ? of_environment : "")};
}

Result<DeskParts> open_desk(const DeskPlace& place, bool serving, bool test_clock) {
  if (place.data.empty()) return fail(ErrorCode::required, "--data", "the desk's folder");
  DeskParts parts;
  parts.folder = std::make_unique<system::DataFolder>(TRY(system::DataFolder::open(place.data)));
  if (serving) TRY_OUTCOME(parts.folder->lock());
  const fs::path marker = parts.folder->path() / "test-clock";
  // A folder that was a desk of its own does not become a node by a word on the command line, nor the other way round.
  const fs::path node = parts.folder->path() / "node";
  const bool was_node = fs::exists(node), was_desk = fs::exists(parts.folder->database());
  if (!place.database.empty() && was_desk)
    return fail(ErrorCode::invalid, "--database", "this folder has a database of its own");
  if (place.database.empty() && was_node)
    return fail(ErrorCode::required, "--database", "this folder belongs to a node; its database is elsewhere");
  const bool existed = was_node || was_desk;
  std::error_code ignored;
  if (test_clock && !existed) std::ofstream(marker) << "This desk's clock is pushed by tests.\n";
  const bool pushed = fs::exists(marker, ignored);
  if (test_clock && !pushed) return fail(ErrorCode::invalid, "--test-clock", "this desk was made with a real clock");
  parts.dice = std::make_unique<system::SystemDice>();
  parts.passwords = std::make_unique<system::ArgonPasswords>(*parts.dice);
  if (pushed) {
    auto clock = std::make_unique<system::TestClock>(test_clock_start);
    parts.test_clock = clock.get();
    parts.time = std::move(clock);
  } else {
    parts.time = std::make_unique<system::SystemTime>();
  }
  if (place.database.empty()) {
    engine_sqlite::Options options;
    options.path = parts.folder->database();
    parts.database = TRY(engine_sqlite::open_database(options));
    parts.blobs = TRY(blobs::FolderBlobs::open(parts.folder->blobs(), *parts.time));
  } else {
    engine_postgres::Options options;
    options.uri = place.database;
    options.own_clock = !pushed;
    options.node = to_hex(sha256(parts.dice->bytes(16))).substr(0, 16);
    parts.database = TRY(engine_postgres::open_database(options));
    parts.blobs = std::make_unique<blobs::SqlBlobs>(*parts.database, *parts.time);
    parts.nodes = options;
    std::ofstream(node) << "A node of a desk; its database is a PostgreSQL.\n";
  }
  parts.store = TRY(store::open_store(*parts.database, *parts.time, *parts.dice));
  parts.shelf = std::make_unique<shelf::LockedShelf>();
  return parts;
}

Result<ports::Answer> run_once(ports::Store& store, std::function<Result<ports::Answer>(ports::Transaction&)> body) {
  std::vector<ports::Command> commands(1);
  commands[0].run = std::move(body);
  return store.run(commands).front().answer;
}

Result<std::vector<program::SourceFile>> read_folder(const std::string& folder) {
  std::error_code error;
  if (!fs::is_directory(folder, error)) return fail(ErrorCode::not_found, folder, "no such folder");
  std::vector<program::SourceFile> files;
  for (fs::recursive_directory_iterator each(folder, error), end; !error && each != end; each.increment(error)) {
    const std::string extension = each->path().extension();
    if (!each->is_regular_file(error) || (extension != ".yaml" && extension != ".ics")) continue;
    if (files.size() >= most_files) return fail(ErrorCode::too_many, folder, "at most 64 files");
    if (each->file_size(error) > most_bytes) return fail(ErrorCode::too_large, each->path(), "at most 1 MiB a file");
    std::ifstream stream(each->path(), std::ios::binary);
    std::ostringstream content;
    content << stream.rdbuf();
    if (!stream) return fail(ErrorCode::storage, each->path(), "it can't be read");
    files.push_back({fs::relative(each->path(), folder, error).generic_string(), content.str()});
  }
  if (error) return fail(ErrorCode::storage, folder, error.message());
  if (files.empty()) return fail(ErrorCode::not_found, folder, "there is no .yaml file in it");
  std::ranges::sort(files, {}, &program::SourceFile::name);
  return files;
}

}  // namespace yakusoku::apps
