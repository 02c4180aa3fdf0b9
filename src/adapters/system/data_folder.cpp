#include "adapters/system/data_folder.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>
#include <utility>

namespace yakusoku::system {

Result<DataFolder> DataFolder::open(const std::filesystem::path& path) {
  namespace fs = std::filesystem;
  std::error_code error;
  const bool made = fs::create_directories(path, error);
  if (!error && made) fs::permissions(path, fs::perms::owner_all, error);
  for (const char* inner : {"blobs", "keys", "spool"}) {
    if (!error) fs::create_directories(path / inner, error);
  }
  if (error) return fail(ErrorCode::storage, path.string(), error.message());
  return DataFolder(path);
}

DataFolder::DataFolder(DataFolder&& other) noexcept
    : path_(std::move(other.path_)), lock_(std::exchange(other.lock_, -1)) {}

DataFolder& DataFolder::operator=(DataFolder&& other) noexcept {
  std::swap(path_, other.path_);
  std::swap(lock_, other.lock_);
  return *this;
}

DataFolder::~DataFolder() {
  if (lock_ >= 0) ::close(lock_);
}

Outcome DataFolder::lock() {
  if (lock_ >= 0) return {};
  const std::string file = (path_ / "lock").string();
  const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (descriptor < 0) return fail(ErrorCode::storage, file, std::generic_category().message(errno));
  if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
    std::array<char, 32> holder{};
    const ssize_t size = ::pread(descriptor, holder.data(), holder.size() - 1, 0);
    ::close(descriptor);
    return fail(ErrorCode::unavailable, path_.string(),
                "process " + std::string(holder.data(), size > 0 ? static_cast<std::size_t>(size) : 0) +
                    " serves this folder already");
  }
  const std::string own = std::to_string(::getpid());
  const bool noted = ::ftruncate(descriptor, 0) == 0 &&
                     ::pwrite(descriptor, own.data(), own.size(), 0) == static_cast<ssize_t>(own.size());
  if (!noted) {
    ::close(descriptor);
    return fail(ErrorCode::storage, file, "cannot write the lock file");
  }
  lock_ = descriptor;
  return {};
}

}  // namespace yakusoku::system
