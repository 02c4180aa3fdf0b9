// yakusoku serve: the desk behind HTTP, until SIGTERM or SIGINT.

#include <csignal>
#include <mutex>
#include <optional>
#include <thread>

#include <fmt/format.h>
#include <sys/resource.h>

#include "adapters/access/access.hpp"
#include "adapters/api/api.hpp"
#include "adapters/http/http.hpp"
#include "adapters/pages/pages.hpp"
#include "adapters/store/writer.hpp"
#include "apps/backtest_page.hpp"
#include "apps/blob_keeper.hpp"
#include "apps/command.hpp"
#include "apps/demo.hpp"
#include "apps/desk_parts.hpp"
#include "apps/health.hpp"
#include "apps/mail_health.hpp"
#include "apps/mail_room.hpp"
#include "apps/node_duty.hpp"
#include "apps/pdf_child.hpp"
#include "apps/workers.hpp"

namespace yakusoku::apps {
namespace {

constexpr std::chrono::seconds stop_within{10};
constexpr rlim_t wanted_files = 16384;

void raise_file_limit() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = std::min<rlim_t>(limit.rlim_max, std::max(limit.rlim_cur, wanted_files));
  setrlimit(RLIMIT_NOFILE, &limit);
}

// A folder is put in force only on a desk that has no version of it; later differences are told, not taken.
Outcome enact_missing(DeskParts& parts, const std::vector<std::string>& folders) {
  for (const std::string& folder : folders) {
    const auto files = TRY(read_folder(folder));
    const auto reading = program::read(files);
    if (!reading.program) return fail(ErrorCode::invalid, folder, "yakusoku check " + folder + " says what is wrong");
    std::string present;
    TRY_OUTCOME(parts.store->read([&](ports::Reader& reader) {
      for (const ports::ProgramRow& row : reader.programs())
        if (row.key == reading.program->id) present = row.in_force;
    }));
    if (present.empty()) {
      TRY(run_once(*parts.store, [&](ports::Transaction& t) {
        return desk::enact_program(t, *parts.shelf, desk::Caller::desk(), {files});
      }));
    } else if (present != reading.program->hash) {
      fmt::print(stderr, "{}: differs from the version in force; `yakusoku enact {}` would put it in force.\n",
                 folder, folder);
    }
  }
  return {};
}

void print_logins(const std::string& url) {
  fmt::print("\nThe demo desk is open: {}\n\n", url);
  for (const DemoLogin& each : demo_people()) fmt::print("  {:<24} {:<16} {}\n", each.email, each.role, each.name);
  fmt::print("\n  password for all of them: {}\n  agents work at {}/desk, customers at {}/requests\n\n",
             demo_password, url, url);
  std::fflush(stdout);
}

void log_line(const http::AccessLine& line) {
  fmt::print(stderr,
             "{{\"event\":\"request\",\"id\":\"{}\",\"method\":\"{}\",\"route\":\"{}\",\"status\":{},\"us\":{}}}\n",
             line.id, line.method, line.route, line.status, line.microseconds);
}

void log_mail(std::string_view event, std::string_view what, std::string_view detail) {
  const Json line =
      Json::object({{"event", std::string(event)}, {"what", std::string(what)}, {"detail", std::string(detail)}});
  fmt::print(stderr, "{}\n", to_text(line));
}

// The mail room, which comes after the writer and goes before it, also where the start fails half way; of several nodes one
// has it, and it may come and go. A desk with mailboxes whose room is not there has its timers held: an answer may lie in
// one, and the node that has the room runs them.
class MailRoomHere {
 public:
  explicit MailRoomHere(bool expected) : expected_(expected) {}
  ~MailRoomHere() { put({}); }
  MailRoomHere(const MailRoomHere&) = delete;
  MailRoomHere& operator=(const MailRoomHere&) = delete;

  // The one that was there stops first.
  void put(std::unique_ptr<MailRoom> room) {
    std::unique_ptr<MailRoom> before;
    {
      const std::lock_guard lock(mutex_);
      before = std::move(room_);
    }
    if (before) before->stop();
    const std::lock_guard lock(mutex_);
    room_ = std::move(room);
  }
  void log_grew() {
    const std::lock_guard lock(mutex_);
    if (room_) room_->log_grew();
  }
  bool holds_timers() {
    if (!expected_) return false;
    const std::lock_guard lock(mutex_);
    return !room_ || room_->holds_timers();
  }
  Json mailboxes(const MailParts& mail) {
    const std::lock_guard lock(mutex_);
    return mailboxes_json(mail, room_.get());
  }

 private:
  const bool expected_;
  std::mutex mutex_;
  std::unique_ptr<MailRoom> room_;
};

// A desk without mailboxes has no mail room.
std::unique_ptr<MailRoom> open_mail_room(DeskParts& parts, const MailParts& mail, store::Writer& writer) {
  if (mail.mail.mailboxes.empty()) return nullptr;
  MailRoom::Desk desk{*parts.store,
                      *parts.blobs,
                      *parts.shelf,
                      *parts.time,
                      [&writer](ports::Command command, std::function<void(ports::Done)> done) {
                        writer.submit(store::Lane::background, std::move(command), std::move(done));
                      },
                      log_mail,
                      parts.folder->spool(),
                      [&writer] { writer.poke(); }};
  return std::make_unique<MailRoom>(std::move(desk), mail);
}

struct HouseWords {
  HealthWords en, ja;
  const HealthWords& in(std::string_view language) const { return language == "ja" ? ja : en; }
};

Result<access::MailDoor> mail_door(const MailParts& mail, ports::Blobs& blobs, MailRoomHere& room,
                                   const std::string& web_dir) {
  const auto words = std::make_shared<const HouseWords>(
      HouseWords{TRY(HealthWords::read("en", web_dir)), TRY(HealthWords::read("ja", web_dir))});
  access::MailDoor door;
  door.office = &mail.office;
  door.read = [&mail, &blobs](const ports::MailSourceRow& source) { return read_source(mail, blobs, source); };
  door.mailboxes = [&mail, &room] { return room.mailboxes(mail); };
  door.doctor = [&mail, words](std::string_view language) -> Result<Json> {
    Json json = health_json(TRY(examine(mail)), words->in(language));
    json.set("advice", advice_json(mail_out::safe_senders(identity_of(mail)), words->in(language)));
    return json;
  };
  if (mail.smtp) {
    door.advice = [&mail, words](std::string_view language) {
      return advice_json(mail_out::safe_senders(identity_of(mail)), words->in(language));
    };
  }
  return door;
}

Outcome run(const Words& words) {
  DeskParts parts = TRY(open_desk(place_of(words), true, words.has("--test-clock")));
  if (words.has("--demo")) TRY_OUTCOME(fill_demo(parts));
  TRY_OUTCOME(enact_missing(parts, words.all("--program")));
  raise_file_limit();
  // Signals are waited for here, and in no other thread.
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);

  api::LiveHub hub(*parts.store);
  store::Writer::Options options;
  options.clock_is_pushed = parts.test_clock != nullptr;
  store::Writer::Hooks hooks;
  Workers workers(2);
  const std::string base_url = words.get("--base-url");
  const std::unique_ptr<MailParts> mail = TRY(open_mail(parts, base_url, words.get("--web-dir")));
  MailRoomHere mail_room(!mail->mail.mailboxes.empty());
  hooks.on_commit = [&](std::int64_t head) {
    workers.post([&hub, head] { hub.publish(head); });
    mail_room.log_grew();
  };
  hooks.timers_held = [&] { return mail_room.holds_timers(); };
  hooks.wake_command = [&](TicketId ticket) {
    ports::Command command;
    command.run = [&shelf = *parts.shelf, ticket](ports::Transaction& t) {
      return desk::wake_ticket(t, shelf, ticket);
    };
    return command;
  };
  hooks.next_chore = desk::next_enactment_work;
  hooks.chore_command = [&] {
    ports::Command command;
    command.run = [&shelf = *parts.shelf](ports::Transaction& t) { return desk::carry_on_enactments(t, shelf); };
    return command;
  };
  hooks.chore_failed = [](const Error& error) {
    fmt::print(stderr, "{{\"event\":\"enactment_failed\",\"error\":\"{}\",\"detail\":{}}}\n",
               entry_of(error.code).name, to_text(Json(error.detail)));
  };
  hooks.wake_failed = [](TicketId ticket, const Error& error) {
    fmt::print(stderr, "{{\"event\":\"wake_failed\",\"ticket\":{},\"error\":\"{}\"}}\n", ticket.value,
               entry_of(error.code).name);
  };
  store::Writer writer(*parts.store, *parts.time, options, hooks);

  access::Services services{*parts.store,
                            *parts.shelf,
                            {},
                            {},
                            *parts.passwords,
                            *parts.dice,
                            *parts.blobs,
                            base_url,
                            base_url.starts_with("https://"),
                            {},
                            {},
                            {},
                            {}};
  services.submit = [&](ports::Command command, std::function<void(ports::Done)> done) {
    writer.submit(store::Lane::interactive, std::move(command),
                  [&workers, done = std::move(done)](ports::Done result) {
                    workers.post([done, result = std::move(result)] { done(result); });
                  });
  };
  NodeDuty node_duty(parts.nodes ? engine_postgres::duty(*parts.nodes, "yakusoku duty") : nullptr, [&](bool held) {
    mail_room.put(held ? open_mail_room(parts, *mail, writer) : nullptr);
    if (parts.nodes) fmt::print(stderr, "{{\"event\":\"duty\",\"held\":{}}}\n", held);
  });
  // What other nodes commit is heard at once; the look each second is for a server that does not tell.
  std::optional<engine_postgres::Listener> listener;
  if (parts.nodes) listener.emplace(*parts.nodes, [&writer] { writer.poke(); });
  BlobKeeper blob_keeper({*parts.blobs, *parts.store, *parts.time,
                          [&](ports::Command command) {
                            writer.submit(store::Lane::background, std::move(command), [](const ports::Done&) {});
                          },
                          [](const Error& error) {
                            fmt::print(stderr, "{{\"event\":\"blobs_failed\",\"error\":\"{}\"}}\n",
                                       entry_of(error.code).name);
                          },
                          [&node_duty] { return node_duty.held(); }});
  if (!mail->mail.mailboxes.empty())
    services.mail = TRY(mail_door(*mail, *parts.blobs, mail_room, words.get("--web-dir")));
  services.now = [&] { return parts.time->now(); };
  services.pdf = pdf_by_child;
  services.backtest = [&shelf = *parts.shelf](ports::Reader& reader, std::shared_ptr<const program::Program> tried,
                                              Instant now, std::string_view language) {
    return backtest_for_page(reader, shelf, std::move(tried), now, language);
  };
  if (parts.test_clock) {
    services.push_clock = [&](Instant at, std::function<void()> done) {
      parts.test_clock->push_to(at);
      writer.poke(std::move(done));
    };
  }
  RequestFigures figures;
  http::Router router;
  access::Gate gate;
  add_health(router,
             {*parts.store, services.submit, [&node_duty] { return node_duty.held(); },
              [&writer] { return writer.waiting(); }, services.now},
             figures);
  api::add_api(router, services, gate, hub);
  pages::add_pages(router, services, gate, {words.get("--web-dir")});
  http::ServerOptions server_options;
  server_options.listen = words.get("--listen", "127.0.0.1:8080");
  server_options.always_secure = services.secure;
  server_options.access_log = [&figures, quiet = words.has("--quiet")](const http::AccessLine& line) {
    figures.take(line);
    if (!quiet) log_line(line);
  };
  server_options.refusal_page = [](const http::Refusal& refusal) {
    return refusal.path.starts_with("/api/") ? api::refusal(refusal) : pages::refusal_page(refusal);
  };
  http::Server server = TRY(http::Server::start(std::move(server_options), std::move(router)));
  const std::string url = !base_url.empty() ? base_url : fmt::format("http://127.0.0.1:{}", server.port());
  if (words.has("--demo")) print_logins(url);
  fmt::print("listening on {}\n", url);
  std::fflush(stdout);
  int signal = 0;
  sigwait(&signals, &signal);
  server.stop(stop_within);
  listener.reset();
  node_duty.stop();
  mail_room.put({});
  blob_keeper.stop();
  writer.stop();
  workers.stop();
  return {};
}

}  // namespace

int serve(std::span<const std::string> arguments) {
  static constexpr std::string_view valued[] = {"--data",    "--database", "--listen",
                                                "--program", "--base-url", "--web-dir"};
  static constexpr std::string_view plain[] = {"--demo", "--test-clock", "--quiet"};
  const auto words = read_words(arguments, valued, plain);
  if (!words) return usage_error("serve", words.error());
  const Outcome outcome = run(*words);
  return outcome ? 0 : failed(outcome.error());
}

}  // namespace yakusoku::apps
