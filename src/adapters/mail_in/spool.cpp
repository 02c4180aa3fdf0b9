// Writing into the spool. A file is "FROM and TO as a line of JSON" LF and the source; its name sorts by time.

#include "adapters/mail_in/spool.hpp"

#include <fcntl.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdint>
#include <cstring>

#include <fmt/format.h>

#include "adapters/mail_in/spool_file.hpp"
#include "base/json.hpp"
#include "base/sha256.hpp"

namespace yakusoku::mail_in {
namespace {

std::unexpected<Error> disk_says_no(const std::string& what) {
  return fail(ErrorCode::storage, "", what + ": " + std::strerror(errno));
}

std::string fresh_name() {
  timespec now{};
  ::clock_gettime(CLOCK_REALTIME, &now);
  std::array<std::uint8_t, 8> chance{};
  [[maybe_unused]] const auto got = ::getrandom(chance.data(), chance.size(), 0);
  return fmt::format("{:012}.{:09}-{}-{}{}", now.tv_sec, now.tv_nsec, ::getpid(), to_hex(chance), spool_suffix);
}

Outcome write_all(int handle, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(handle, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return disk_says_no("write");
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return {};
}

Outcome write_file(const std::filesystem::path& path, std::string_view head, std::string_view source) {
  const Handle file(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
  if (!file) return disk_says_no(path.string());
  TRY_OUTCOME(write_all(file.get(), head));
  TRY_OUTCOME(write_all(file.get(), source));
  if (::fsync(file.get()) != 0) return disk_says_no("fsync");
  return {};
}

std::string head_of(const Envelope& envelope) {
  Json to = Json::array();
  for (const std::string& each : envelope.to) to.push(each);
  return to_text(Json::object({{"from", envelope.from}, {"to", std::move(to)}})) + "\n";
}

}  // namespace

Handle::~Handle() {
  if (handle_ >= 0) ::close(handle_);
}

Outcome make_folder(const std::filesystem::path& folder) {
  if (::mkdir(folder.c_str(), 0700) == 0) return sync_folder(folder.parent_path());
  if (errno != EEXIST) return disk_says_no(folder.string());
  return {};
}

Outcome sync_folder(const std::filesystem::path& folder) {
  const Handle handle(::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!handle || ::fsync(handle.get()) != 0) return disk_says_no(folder.string());
  return {};
}

Result<std::string> spool(const std::filesystem::path& folder, std::string_view source, const Envelope& envelope) {
  if (source.size() > largest_source) return fail(ErrorCode::too_large, "", "a mail of more than 60 MB");
  TRY_OUTCOME(make_folder(folder));
  const std::string name = fresh_name();
  const std::filesystem::path unfinished = folder / ("." + name + std::string(unfinished_suffix));
  const std::filesystem::path finished = folder / name;
  const auto finish = [&]() -> Outcome {
    TRY_OUTCOME(write_file(unfinished, head_of(envelope), source));
    if (::rename(unfinished.c_str(), finished.c_str()) != 0) return disk_says_no(finished.string());
    const Outcome synced = sync_folder(folder);
    // Whoever is told no sends the mail again: it must not lie here as well.
    if (!synced) ::unlink(finished.c_str());
    return synced;
  };
  const Outcome done = finish();
  if (!done) {
    ::unlink(unfinished.c_str());
    return std::unexpected(done.error());
  }
  return name;
}

Result<SpoolFile> read_spool_file(const std::filesystem::path& path) {
  const Handle file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
  if (!file) return disk_says_no(path.string());
  struct stat about {};
  if (::fstat(file.get(), &about) != 0) return disk_says_no(path.string());
  if (!S_ISREG(about.st_mode)) return fail(ErrorCode::malformed, "", "no file");
  if (static_cast<std::uint64_t>(about.st_size) > largest_source + largest_head + 1)
    return fail(ErrorCode::malformed, "", "larger than a spool file");
  std::string bytes(static_cast<std::size_t>(about.st_size), '\0');
  std::size_t got = 0;
  while (got < bytes.size()) {
    const ssize_t some = ::read(file.get(), bytes.data() + got, bytes.size() - got);
    if (some < 0 && errno == EINTR) continue;
    if (some < 0) return disk_says_no(path.string());
    if (some == 0) break;
    got += static_cast<std::size_t>(some);
  }
  bytes.resize(got);
  const std::size_t end = bytes.find('\n');
  if (end == std::string::npos || end > largest_head) return fail(ErrorCode::malformed, "", "no envelope");
  const auto head = parse_json(std::string_view(bytes).substr(0, end));
  if (!head || !head->is_object()) return fail(ErrorCode::malformed, "", "no envelope");
  SpoolFile read;
  read.at = Instant{about.st_mtim.tv_sec};
  read.envelope.from = head->get_string("from").value_or("");
  if (const Json* to = head->find("to"); to != nullptr && to->is_array())
    for (const Json& each : to->items())
      if (each.is_string()) read.envelope.to.push_back(each.string());
  read.source = bytes.erase(0, end + 1);
  return read;
}

}  // namespace yakusoku::mail_in
