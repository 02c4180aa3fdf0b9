// rooms: adapters/mail_in ports base
// Reads one mailbox, or a spool, as the settings in a JSON file say, into a folder: a file a mail. What happens goes to
// standard output, a JSON line each; it ends when standard input does. tests/mail_in/*.test.mjs drive it.

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <mutex>
#include <sstream>

#include "adapters/mail_in/imap.hpp"
#include "adapters/mail_in/spool.hpp"
#include "base/json.hpp"

namespace {

using namespace yakusoku;
using namespace yakusoku::mail_in;
namespace fs = std::filesystem;

class MachineTime : public ports::TimeSource {
 public:
  Instant now() override {
    return {std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch())
                .count()};
  }
};

void say(Json line) {
  static std::mutex mutex;
  const std::lock_guard lock(mutex);
  std::cout << to_text(line) << std::endl;
}

std::string read_file(const fs::path& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

// Keeps as the desk does: once a key, durable before the answer, no where the test wants a no.
class Store {
 public:
  Store(fs::path folder, std::string refused) : folder_(std::move(folder)), refused_(std::move(refused)) {
    fs::create_directories(folder_);
  }
  Outcome keep(const Arrival& arrival) {
    if (!refused_.empty() && arrival.source.find(refused_) != std::string::npos && !fs::exists(folder_ / "accept")) {
      say(Json::object({{"refused", arrival.key}}));
      return fail(ErrorCode::storage, "", "refused by the test");
    }
    const fs::path path = path_of(arrival.key);
    const fs::path half = path.string() + "." + std::to_string(::getpid());
    std::ofstream(half, std::ios::binary) << arrival.source;
    const bool fresh = ::link(half.c_str(), path.c_str()) == 0;
    fs::remove(half);
    say(Json::object({{fresh ? "kept" : "again", arrival.key},
                      {"file", path.string()},
                      {"at", arrival.at.seconds},
                      {"oversize", arrival.oversize},
                      {"from", arrival.envelope_from}}));
    return {};
  }
  std::vector<std::string> missing(const std::vector<std::string>& keys) const {
    std::vector<std::string> unkept;
    for (const std::string& key : keys)
      if (!fs::exists(path_of(key))) unkept.push_back(key);
    return unkept;
  }

 private:
  fs::path path_of(std::string key) const {
    for (char& c : key)
      if (c == '/') c = '_';
    return folder_ / (key + ".eml");
  }
  fs::path folder_;
  std::string refused_;
};

template <class Enum>
Enum word_in(const Json& json, std::string_view name, Enum otherwise) {
  const auto words = enum_words(otherwise);
  const std::string word = json.get_string(name).value_or("");
  for (std::size_t i = 0; i < words.size(); ++i)
    if (words[i] == word) return static_cast<Enum>(i);
  return otherwise;
}

ImapSettings settings_of(const Json& json) {
  ImapSettings settings;
  settings.name = json.get_string("name").value_or("support");
  settings.host = json.get_string("host").value_or("127.0.0.1");
  settings.port = static_cast<std::uint16_t>(json.get_integer("port").value_or(0));
  settings.tls = word_in(json, "tls", Tls::none);
  settings.ca_file = json.get_string("ca_file").value_or("");
  settings.user = json.get_string("user").value_or("support");
  settings.password = json.get_string("password").value_or("");
  if (const auto token_file = json.get_string("token_file"))
    settings.token = [file = *token_file]() -> Result<std::string> { return read_file(file); };
  settings.folder = json.get_string("folder").value_or("INBOX");
  settings.after = word_in(json, "after", After::keep);
  settings.move_to = json.get_string("move_to").value_or("");
  settings.poll_seconds = static_cast<int>(json.get_integer("poll").value_or(3600));
  settings.idle = json.get_boolean("idle").value_or(true);
  settings.idle_seconds = static_cast<int>(json.get_integer("idle_seconds").value_or(settings.idle_seconds));
  settings.first_pause_seconds = 1;
  settings.longest_pause_seconds = 2;
  return settings;
}

Json status_json(const MailboxStatus& status) {
  return Json::object({{"status", std::string(enum_words(status.trouble)[static_cast<std::size_t>(status.trouble)])},
                       {"text", status.trouble_text},
                       {"read_once", status.read_once},
                       {"last_read", status.last_read.seconds},
                       {"pushed", status.pushed},
                       {"taken", status.taken},
                       {"waiting", status.waiting}});
}

void run(const Json& json) {
  Store store(json.get_string("store").value_or("store"), json.get_string("refused").value_or(""));
  const Keep keep = [&](const Arrival& arrival) { return store.keep(arrival); };
  MachineTime time;
  std::string line;
  if (const auto spool_folder = json.get_string("spool")) {
    SpoolReader reader(*spool_folder, keep, [](const std::string& name) { say(Json::object({{"bad", name}})); });
    while (std::getline(std::cin, line)) {
    }
    return;
  }
  const Missing missing = [&](const auto& keys) { return store.missing(keys); };
  ImapMailbox mailbox(settings_of(json), keep, missing, time,
                      [](const MailboxStatus& status) { say(status_json(status)); });
  while (std::getline(std::cin, line)) {
    if (line == "status") say(status_json(mailbox.status()));
    if (line == "read") mailbox.read_now();
  }
  const auto before = std::chrono::steady_clock::now();
  mailbox.stop();
  const auto took = std::chrono::steady_clock::now() - before;
  say(Json::object({{"stopped", std::chrono::duration_cast<std::chrono::milliseconds>(took).count()}}));
}

}  // namespace

int main(int argc, char** argv) {
  ::signal(SIGPIPE, SIG_IGN);
  const auto json = argc == 2 ? parse_json(read_file(argv[1])) : fail(ErrorCode::required);
  if (!json) {
    std::cerr << "fetch_driver SETTINGS.json\n";
    return 2;
  }
  run(*json);
}
