// rooms: adapters/store adapters/engine_postgres adapters/engine_sqlite adapters/system ports base
// A serving process is killed a hundred times under load. Every answer it gave stands, and what was sent again is done
// once.

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <map>
#include <random>
#include <set>

#include "adapters/store/verify.hpp"
#include "adapters/store/writer.hpp"
#include "adapters/system/data_folder.hpp"
#include "desk_fixture.hpp"

namespace yakusoku::store_tests {
namespace {

using namespace ports;

constexpr int kills = 100;
constexpr int kills_a_folder = 10;
constexpr int in_flight = 200;

struct Child {
  pid_t process = -1;
  int answers = -1;  // the pipe it answers into
};

// A process of its own that does `body` until it is killed; what it says is read from the pipe.
Child start_child(const std::function<void(int pipe)>& body) {
  int ends[2];
  if (::pipe(ends) != 0) throw std::runtime_error("no pipe");
  const pid_t process = ::fork();
  if (process == 0) {
    ::close(ends[0]);
    body(ends[1]);
    ::_exit(0);
  }
  ::close(ends[1]);
  return {process, ends[0]};
}

void end_child(const Child& child) {
  ::kill(child.process, SIGKILL);
  int status = 0;
  ::waitpid(child.process, &status, 0);
}

// Keeps many commands waiting and says "KEY ID" for each that was answered, after its commit.
void serve_under_load(const std::string& file, int first_key, int pipe) {
  Desk desk(file);
  store::Writer::Options options;
  options.clock_is_pushed = true;
  store::Writer writer(*desk.desk, desk.clock, options, {});
  std::atomic<int> waiting = 0;
  for (int key = first_key;; ++key) {
    while (waiting >= in_flight) waiting.wait(in_flight);
    ++waiting;
    const std::string name = "key-" + std::to_string(key);
    writer.submit(store::Lane::interactive, opening(name, name), [&waiting, pipe, name](Done done) {
      const std::string line = name + " " + (done.answer ? done.answer->body : "no") + "\n";
      if (::write(pipe, line.data(), line.size()) != static_cast<ssize_t>(line.size())) ::_exit(1);
      --waiting;
      waiting.notify_one();
    });
  }
}

class Answers {
 public:
  // Reads until that many lines came (or the pipe's end).
  void read(int pipe, int lines) {
    char byte = 0;
    while (lines > 0 && ::read(pipe, &byte, 1) == 1) {
      if (byte != '\n') {
        line_ += byte;
        continue;
      }
      const std::size_t space = line_.find(' ');
      by_key[line_.substr(0, space)] = line_.substr(space + 1);
      line_.clear();
      --lines;
    }
  }
  void end_of_process() { line_.clear(); }
  std::map<std::string, std::string> by_key;

 private:
  std::string line_;
};

// Everything that a client may rely on once the process is gone; sends again what got no answer.
void expect_kept(const std::string& file, Answers& answers, int& next_key) {
  Desk desk(file);
  const auto findings = store::verify(*desk.database);
  ASSERT_TRUE(findings);
  EXPECT_TRUE(findings->empty()) << findings->front().where << ": " << findings->front().detail;
  std::map<std::string, std::string> words;
  desk.desk->read([&](Reader& reader) {
    for (const TicketRow& row : reader.tickets_after(Viewer::desk(), {}, 10'000)) {
      for (const MessageRow& message : reader.messages(Viewer::desk(), row.id))
        EXPECT_TRUE(words.emplace(message.body, std::to_string(row.id.value)).second)
            << "done twice: " << message.body;
    }
  });
  for (const auto& [key, id] : answers.by_key) {
    ASSERT_TRUE(words.contains(key)) << key << " was answered and is lost";
    EXPECT_EQ(words[key], id) << key;
  }
  // Commands that were on their way: a client sends each again under its key.
  for (int i = 0; i < in_flight + 1; ++i) {
    const std::string key = "key-" + std::to_string(next_key);
    if (!words.contains(key) && !answers.by_key.contains(key)) break;
    ++next_key;
    const bool known = words.contains(key);
    const Done again = desk.run(opening(key, key));
    ASSERT_TRUE(again.answer);
    EXPECT_EQ(again.replayed, known);
    answers.by_key[key] = again.answer->body;
  }
}

TEST(Kill, nothing_that_was_answered_is_lost) {
  std::mt19937 chance(20'261'124);
  int answered = 0;
  std::optional<TemporaryFolder> folder;
  Answers answers;
  int next_key = 0;
  for (int round = 0; round < kills && !HasFailure(); ++round) {
    if (round % kills_a_folder == 0) {
      answered += static_cast<int>(answers.by_key.size());
      folder.emplace();
      answers = {};
      next_key = 0;
    }
    SCOPED_TRACE("kill " + std::to_string(round));
    const std::string file = (folder->path() / "desk.sqlite").string();
    const Child child = start_child([&](int pipe) { serve_under_load(file, next_key, pipe); });
    answers.read(child.answers, static_cast<int>(chance() % 150));
    ::usleep(static_cast<useconds_t>(chance() % 3000));  // any moment, also between two answers
    end_child(child);
    answers.read(child.answers, std::numeric_limits<int>::max());
    answers.end_of_process();
    ::close(child.answers);
    while (answers.by_key.contains("key-" + std::to_string(next_key))) ++next_key;
    expect_kept(file, answers, next_key);
  }
  EXPECT_GT(answered, kills) << "hardly any load";
}

TEST(Kill, the_folders_lock_goes_with_its_process) {
  const TemporaryFolder folder;
  const Child child = start_child([&](int pipe) {
    auto own = system::DataFolder::open(folder.path());
    const bool locked = own && own->lock();
    if (::write(pipe, locked ? "y" : "n", 1) == 1) ::pause();
  });
  char said = 0;
  ASSERT_EQ(::read(child.answers, &said, 1), 1);
  EXPECT_EQ(said, 'y');
  auto second = system::DataFolder::open(folder.path());
  ASSERT_TRUE(second);
  const Outcome refused = second->lock();
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::unavailable);
  EXPECT_NE(refused.error().detail.find(std::to_string(child.process)), std::string::npos);
  end_child(child);
  ::close(child.answers);
  EXPECT_TRUE(second->lock());
}

}  // namespace
}  // namespace yakusoku::store_tests
