#pragma once
// private to the room

// One file of the spool: its name's end, its shape, and the few calls of the system that both sides make.

#include <filesystem>
#include <string>
#include <string_view>

#include "adapters/mail_in/spool.hpp"

namespace yakusoku::mail_in {

constexpr std::string_view spool_suffix = ".mail";       // of what may be taken
constexpr std::string_view unfinished_suffix = ".part";  // of what is being written, behind a leading dot
constexpr std::size_t largest_head = 1u << 20;           // the envelope's line

struct SpoolFile {
  Envelope envelope;
  Instant at;
  std::string source;
};

// `malformed`: no spool file and never will be; `storage`: can't be read now, or is gone.
Result<SpoolFile> read_spool_file(const std::filesystem::path& path);
Outcome make_folder(const std::filesystem::path& folder);  // one that stands already is fine
Outcome sync_folder(const std::filesystem::path& folder);

class Handle {
 public:
  explicit Handle(int handle) : handle_(handle) {}
  ~Handle();
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;
  explicit operator bool() const { return handle_ >= 0; }
  int get() const { return handle_; }

 private:
  int handle_;
};

}  // namespace yakusoku::mail_in
