#include "adapters/blobs/folder_blobs.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <memory>
#include <system_error>

#include <fmt/format.h>

#include "base/sha256.hpp"

namespace yakusoku::blobs {
namespace fs = std::filesystem;

namespace {

constexpr std::string_view unfinished_prefix = ".new-";

std::unexpected<Error> disk_says_no(const fs::path& what) {
  return fail(ErrorCode::storage, "", what.string() + ": " + std::generic_category().message(errno));
}

class Handle {
 public:
  explicit Handle(int handle) : handle_(handle) {}
  ~Handle() {
    if (handle_ >= 0) ::close(handle_);
  }
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;
  explicit operator bool() const { return handle_ >= 0; }
  int get() const { return handle_; }

 private:
  int handle_;
};

bool is_hash(std::string_view text) {
  return text.size() == 64 && std::ranges::all_of(text, [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
         });
}

Outcome sync_folder(const fs::path& folder) {
  const Handle handle(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!handle || ::fsync(handle.get()) != 0) return disk_says_no(folder);
  return {};
}

Outcome make_folder(const fs::path& folder) {
  if (::mkdir(folder.c_str(), 0700) == 0) return sync_folder(folder.parent_path());
  if (errno != EEXIST) return disk_says_no(folder);
  return {};
}

std::array<timespec, 2> times(Instant at) { return {timespec{at.seconds, 0}, timespec{at.seconds, 0}}; }

Outcome write_file(const fs::path& path, std::string_view bytes, Instant at) {
  const Handle file(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
  if (!file) return disk_says_no(path);
  while (!bytes.empty()) {
    const ssize_t written = ::write(file.get(), bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return disk_says_no(path);
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  if (::futimens(file.get(), times(at).data()) != 0 || ::fsync(file.get()) != 0) return disk_says_no(path);
  return {};
}

std::string fresh_name() {
  static std::atomic<std::uint64_t> count{0};
  return fmt::format("{}{}-{}", unfinished_prefix, ::getpid(), count.fetch_add(1));
}

}  // namespace

Result<std::unique_ptr<FolderBlobs>> FolderBlobs::open(fs::path folder, ports::TimeSource& time) {
  TRY_OUTCOME(make_folder(folder));
  if (std::error_code error; !fs::is_directory(folder, error))
    return fail(ErrorCode::storage, "", folder.string() + ": no folder");
  return std::unique_ptr<FolderBlobs>(new FolderBlobs(std::move(folder), time));
}

fs::path FolderBlobs::path_of(std::string_view hash) const { return folder_ / hash.substr(0, 2) / hash; }

bool FolderBlobs::has(std::string_view hash) const {
  struct stat about {};
  return is_hash(hash) && ::stat(path_of(hash).c_str(), &about) == 0 && S_ISREG(about.st_mode);
}

Result<std::string> FolderBlobs::put(std::string_view bytes) {
  std::string hash = to_hex(sha256(bytes));
  const fs::path path = path_of(hash), shelf = path.parent_path();
  const Instant now = time_.now();
  {
    const std::lock_guard lock(mutex_);
    struct stat about {};
    const bool whole = ::stat(path.c_str(), &about) == 0 && static_cast<std::uint64_t>(about.st_size) == bytes.size();
    if (whole && ::utimensat(AT_FDCWD, path.c_str(), times(now).data(), 0) == 0) {
      TRY_OUTCOME(sync_folder(shelf));  // another put may have renamed it and not yet come so far
      return hash;
    }
  }
  TRY_OUTCOME(make_folder(shelf));
  const fs::path unfinished = shelf / fresh_name();
  const auto finish = [&]() -> Outcome {
    TRY_OUTCOME(write_file(unfinished, bytes, now));
    if (::rename(unfinished.c_str(), path.c_str()) != 0) return disk_says_no(path);
    return sync_folder(shelf);
  };
  const Outcome done = finish();
  if (!done) {
    ::unlink(unfinished.c_str());
    return std::unexpected(done.error());
  }
  return hash;
}

Result<std::string> FolderBlobs::get(std::string_view hash) {
  if (!is_hash(hash)) return fail(ErrorCode::not_found, "blob");
  const fs::path path = path_of(hash);
  const Handle file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
  if (!file && errno == ENOENT) return fail(ErrorCode::not_found, "blob");
  struct stat about {};
  if (!file || ::fstat(file.get(), &about) != 0) return disk_says_no(path);
  std::string bytes(static_cast<std::size_t>(about.st_size), '\0');
  std::size_t got = 0;
  while (got < bytes.size()) {
    const ssize_t some = ::read(file.get(), bytes.data() + got, bytes.size() - got);
    if (some < 0 && errno == EINTR) continue;
    if (some < 0) return disk_says_no(path);
    if (some == 0) break;
    got += static_cast<std::size_t>(some);
  }
  bytes.resize(got);
  if (to_hex(sha256(bytes)) != hash)
    return fail(ErrorCode::storage, "", path.string() + ": its bytes are not what its name says");
  return bytes;
}

Outcome FolderBlobs::remove(std::string_view hash) {
  const auto removed = remove_unless_put_since(hash, far_future);
  if (!removed) return std::unexpected(removed.error());
  return {};
}

Result<bool> FolderBlobs::remove_unless_put_since(std::string_view hash, Instant at) {
  if (!is_hash(hash)) return true;
  const fs::path path = path_of(hash);
  const std::lock_guard lock(mutex_);
  struct stat about {};
  if (::stat(path.c_str(), &about) != 0) {
    if (errno == ENOENT) return true;
    return disk_says_no(path);
  }
  if (Instant{about.st_mtim.tv_sec} >= at) return false;
  if (::unlink(path.c_str()) != 0 && errno != ENOENT) return disk_says_no(path);
  return true;
}

Result<std::vector<std::string>> FolderBlobs::older_than(Instant at, int shelf) {
  std::vector<std::string> found;
  const fs::path folder = folder_ / fmt::format("{:02x}", shelf);
  const std::unique_ptr<DIR, int (*)(DIR*)> open(::opendir(folder.c_str()), ::closedir);
  if (!open) {
    if (errno == ENOENT) return found;
    return disk_says_no(folder);
  }
  while (const dirent* entry = ::readdir(open.get())) {
    const std::string_view name = entry->d_name;
    struct stat about {};
    if (::fstatat(::dirfd(open.get()), entry->d_name, &about, AT_SYMLINK_NOFOLLOW) != 0) continue;
    if (!S_ISREG(about.st_mode) || Instant{about.st_mtim.tv_sec} >= at) continue;
    if (is_hash(name)) {
      found.emplace_back(name);
    } else if (name.starts_with(unfinished_prefix)) {
      ::unlinkat(::dirfd(open.get()), entry->d_name, 0);
    }
  }
  std::ranges::sort(found);
  return found;
}

}  // namespace yakusoku::blobs
