// yakusoku mail deliver: what an MTA calls with a mail on standard input. 0: it is on the disk. Whatever goes wrong is
// a reason to try again (75, EX_TEMPFAIL), also a wrong word on the command line, so that no mail bounces for a mistake
// of the set-up; only a mail over the limit never fits (65, EX_DATAERR: the MTA tells its sender).

#include <fcntl.h>
#include <sysexits.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>

#include <fmt/format.h>

#include "adapters/mail_in/spool.hpp"
#include "apps/command.hpp"

namespace yakusoku::apps {
namespace {

Result<std::string> read_to_the_end(int handle) {
  std::string source;
  std::array<char, 65536> some;
  for (;;) {
    const ssize_t got = ::read(handle, some.data(), some.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return fail(ErrorCode::storage, "", std::strerror(errno));
    if (got == 0) return source;
    source.append(some.data(), static_cast<std::size_t>(got));
    if (source.size() > mail_in::largest_source) return fail(ErrorCode::too_large, "", "a mail of more than 60 MB");
  }
}

Result<std::string> read_source(const Words& words) {
  if (words.rest.empty()) return read_to_the_end(STDIN_FILENO);
  const int file = ::open(words.rest[0].c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return fail(ErrorCode::not_found, words.rest[0], std::strerror(errno));
  Result<std::string> source = read_to_the_end(file);
  ::close(file);
  return source;
}

Outcome deliver(std::span<const std::string> arguments) {
  static constexpr std::string_view valued[] = {"--data", "--from", "--to"};
  const Words words = TRY(read_words(arguments, valued, {}));
  if (words.get("--data").empty()) return fail(ErrorCode::required, "--data", "the desk's folder is expected");
  if (words.rest.size() > 1) return fail(ErrorCode::too_many, "FILE", "one mail at a time");
  const std::filesystem::path data = words.get("--data");
  std::error_code error;
  // A folder that is not there is more likely misspelt, or not mounted, than new.
  if (!std::filesystem::is_directory(data, error)) return fail(ErrorCode::not_found, "--data", data.string());
  mail_in::Envelope envelope;
  if (words.has("--from")) envelope.from = words.get("--from").empty() ? "<>" : words.get("--from");
  envelope.to = words.all("--to");
  const std::string source = TRY(read_source(words));
  TRY(mail_in::spool(data / "spool", source, envelope));
  return {};
}

}  // namespace

int mail_deliver(std::span<const std::string> arguments) {
  const Outcome outcome = deliver(arguments);
  if (outcome) return EX_OK;
  failed(outcome.error());
  return outcome.error().code == ErrorCode::too_large ? EX_DATAERR : EX_TEMPFAIL;
}

}  // namespace yakusoku::apps
