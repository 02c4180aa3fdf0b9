#include "apps/pdf_child.hpp"

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <mutex>

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

extern char** environ;

namespace yakusoku::apps {
namespace {

namespace fs = std::filesystem;

constexpr int patience_milliseconds = 30000;
constexpr std::size_t most_bytes = std::size_t{32} << 20;

// A folder of its own, gone with it.
class Folder {
 public:
  Folder() {
    std::string name = (fs::temp_directory_path() / "yakusoku-pdf-XXXXXX").string();
    if (::mkdtemp(name.data())) path_ = name;
  }
  ~Folder() {
    std::error_code ignored;
    if (!path_.empty()) fs::remove_all(path_, ignored);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

// Names of a stored version were checked when it was read: relative, without "..".
Outcome write_files(const fs::path& folder, const std::vector<program::SourceFile>& files) {
  for (const program::SourceFile& each : files) {
    const fs::path path = folder / each.name;
    std::error_code ignored;
    fs::create_directories(path.parent_path(), ignored);
    std::ofstream stream(path, std::ios::binary);
    stream << each.content;
    if (!stream) return fail(ErrorCode::storage, "pdf", "its folder can't be written");
  }
  return {};
}

// All that the child says until it closes its end, or nothing where it takes too long or says too much.
Result<std::string> read_all(int from) {
  std::string bytes;
  char part[65536];
  for (;;) {
    pollfd waits{from, POLLIN, 0};
    if (::poll(&waits, 1, patience_milliseconds) <= 0) return fail(ErrorCode::unavailable, "pdf", "it took too long");
    const ssize_t count = ::read(from, part, sizeof part);
    if (count == 0) return bytes;
    if (count < 0) return fail(ErrorCode::unavailable, "pdf");
    bytes.append(part, static_cast<std::size_t>(count));
    if (bytes.size() > most_bytes) return fail(ErrorCode::too_large, "pdf");
  }
}

Result<std::string> run_child(const std::vector<std::string>& words) {
  int pipe_ends[2];
  if (::pipe2(pipe_ends, O_CLOEXEC) != 0) return fail(ErrorCode::unavailable, "pdf");
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, pipe_ends[1], STDOUT_FILENO);
  std::vector<char*> arguments;
  for (const std::string& each : words) arguments.push_back(const_cast<char*>(each.c_str()));
  arguments.push_back(nullptr);
  pid_t child = 0;
  const int spawned = ::posix_spawn(&child, "/proc/self/exe", &actions, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  ::close(pipe_ends[1]);
  if (spawned != 0) {
    ::close(pipe_ends[0]);
    return fail(ErrorCode::unavailable, "pdf", "the child can't be started");
  }
  auto bytes = read_all(pipe_ends[0]);
  ::close(pipe_ends[0]);
  if (!bytes) ::kill(child, SIGKILL);
  int status = 0;
  ::waitpid(child, &status, 0);
  if (bytes && (!WIFEXITED(status) || WEXITSTATUS(status) != 0)) return fail(ErrorCode::unavailable, "pdf");
  return bytes;
}

}  // namespace

Result<std::string> pdf_by_child(const std::vector<program::SourceFile>& files, std::string_view language,
                                 Instant now) {
  static std::mutex one_at_a_time;
  const std::lock_guard lock(one_at_a_time);
  const Folder folder;
  if (folder.path().empty()) return fail(ErrorCode::storage, "pdf", "no temporary folder can be made");
  TRY_OUTCOME(write_files(folder.path(), files));
  return run_child({"yakusoku", "publish", folder.path().string(), "--language", std::string(language), "--from",
                    to_iso(now).substr(0, 10), "--pdf", "-"});
}

}  // namespace yakusoku::apps
