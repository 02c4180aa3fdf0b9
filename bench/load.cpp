// rooms: desk core/lifecycle core/program adapters/shelf adapters/store adapters/engine_sqlite adapters/system ports base
// libraries: Threads::Threads
// The real binary, a process of its own, under load over HTTP: start, one request, the queue, durable creates, replies, mixed
// work of a hundred agents, idle live listeners; its CPU time an operation and its memory. Beside it nginx with a file of
// the same size, where there is one. The desk holds 10,000 requests, or as many as YAKUSOKU_BENCH_REQUESTS says (a million
// with `./dev bench load --fill`), made through the use cases, a few hundred to a commit.
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <functional>
#include <memory>
#include <random>
#include <sstream>
#include <string>
#include <vector>

#include "adapters/engine_sqlite/sqlite.hpp"
#include "adapters/shelf/locked_shelf.hpp"
#include "adapters/store/open_store.hpp"
#include "adapters/system/dice.hpp"
#include "adapters/system/system_time.hpp"
#include "base/sha256.hpp"
#include "desk/desk.hpp"

namespace {

using namespace yakusoku;
namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

bool smoke() { return std::getenv("YAKUSOKU_BENCH_SMOKE") != nullptr; }
double since(Clock::time_point begin) { return std::chrono::duration<double>(Clock::now() - begin).count(); }
const auto run_time = std::chrono::milliseconds(smoke() ? 300 : 4000);

std::int64_t wanted_requests() {
  if (smoke()) return 300;
  const char* wanted = std::getenv("YAKUSOKU_BENCH_REQUESTS");
  return wanted ? std::atoll(wanted) : 10'000;
}

// ---- a desk with a history

constexpr std::string_view program_text = R"(
program: bench
title: {en: Bench, ja: 計測}
effective: 2026-01-01
zone: Asia/Tokyo
languages: [en, ja]
calendars: {office: {zone: Asia/Tokyo, open: {mon-fri: "09:00-18:00"}}}
kinds: {incident: {title: {en: Incident, ja: 障害}}}
severity:
  levels: {high: {title: {en: High, ja: 高}}, low: {title: {en: Low, ja: 低}}}
  is: asked
clocks:
  first_response: {title: {en: First response, ja: 初回応答}, starts: opened, met_by: reply, within: {by: [severity], cells: {high: 1h, low: 8h in office}}}
  resolution: {title: {en: Resolution, ja: 解決}, starts: opened, ends_on: [solved], within: {by: [severity], cells: {high: 24h, low: 5bd in office}}}
doors: {portal: {may: [open, reply, reopen]}, desk: {may: [open, reply]}}
closing: {reasons: {done: {title: {en: Done, ja: 完了}}}, default: done}
)";

struct Filled {
  std::string agent_token, customer_token;
  double seconds = 0;
  std::int64_t requests = 0;
};

Filled fill(const fs::path& folder, std::int64_t count) {
  system::SystemTime time;
  system::SystemDice dice;
  engine_sqlite::Options options;
  options.path = folder / "desk.sqlite";
  const auto database = std::move(engine_sqlite::open_database(options).value());
  const auto store = std::move(store::open_store(*database, time, dice).value());
  shelf::LockedShelf shelf;
  const auto run = [&](std::vector<ports::Command> commands) {
    for (const ports::Done& done : store->run(commands))
      if (!done.answer) {
        std::fprintf(stderr, "%s %s %s\n", std::string(entry_of(done.answer.error().code).name).c_str(),
                     done.answer.error().field.c_str(), done.answer.error().detail.c_str());
        std::exit(1);
      }
  };
  const auto once = [&](const char* name, const std::function<Result<ports::Answer>(ports::Transaction&)>& body) {
    std::int64_t id = 0;
    std::vector<ports::Command> commands(1);
    commands[0].run = [&](ports::Transaction& t) {
      auto answer = body(t);
      if (answer) id = parse_json(answer->body)->get_integer(name).value_or(0);
      return answer;
    };
    run(std::move(commands));
    return id;
  };
  const desk::Caller desk = desk::Caller::desk();
  const std::vector<program::SourceFile> files{{"program.yaml", std::string(program_text)}};
  const ProgramId program{once("program", [&](auto& t) { return desk::enact_program(t, shelf, desk, {files}); })};
  const auto person = [&](const std::string& name, ports::Role role) {
    desk::NewPerson fresh;
    fresh.name = name;
    fresh.email = name + "@bench.example";
    fresh.role = role;
    desk::Caller caller;
    caller.person = PersonId{once("person", [&](auto& t) { return desk::create_person(t, desk, fresh); })};
    caller.role = role;
    caller.door = ports::is_staff(role) ? "desk" : "portal";
    return caller;
  };
  const desk::Caller agent = person("agent", ports::Role::admin);
  std::vector<desk::Caller> customers;
  for (int i = 0; i < 100; ++i) customers.push_back(person("customer" + std::to_string(i), ports::Role::customer));
  Filled filled;
  filled.agent_token = "bench-agent-token-of-some-length";
  filled.customer_token = "bench-customer-token-of-some-length";
  once("token",
       [&](auto& t) { return desk::create_token(t, desk, agent.person, to_hex(sha256(filled.agent_token))); });
  once("token", [&](auto& t) {
    return desk::create_token(t, desk, customers[0].person, to_hex(sha256(filled.customer_token)));
  });

  const auto began = Clock::now();
  constexpr std::int64_t batch = 400;
  // What is history is solved: one in a hundred is open, at least two thousand.
  const std::int64_t open_every = std::max<std::int64_t>(1, count / std::max<std::int64_t>(2000, count / 100));
  for (std::int64_t made = 0; made < count; made += batch) {
    std::vector<ports::Command> commands;
    for (std::int64_t i = made; i < std::min(count, made + batch); ++i) {
      ports::Command command;
      command.run = [&, i](ports::Transaction& t) -> Result<ports::Answer> {
        desk::OpenTicket input;
        input.program = program;
        input.kind = "incident";
        input.severity = i % 3 ? "low" : "high";
        input.subject = "The line is down " + std::to_string(i);
        input.description = "Since this morning nothing reaches us. 今朝から接続できません。";
        auto opened = desk::open_ticket(t, shelf, customers[static_cast<std::size_t>(i) % customers.size()], input);
        if (!opened || i % open_every == 0) return opened;
        desk::ChangeTicket solve;
        solve.ticket = TicketId{parse_json(opened->body)->get_integer("ticket").value_or(0)};
        solve.act.verb = lifecycle::Verb::solve;
        solve.words.text = "The cable was replaced.";
        return desk::change_ticket(t, shelf, agent, solve);
      };
      commands.push_back(std::move(command));
    }
    run(std::move(commands));
  }
  filled.seconds = since(began);
  filled.requests = count;
  return filled;
}

// ---- processes

struct Process {
  pid_t id = 0;
  std::uint16_t port = 0;
  void stop() {
    if (id > 0) ::kill(id, SIGTERM), ::waitpid(id, nullptr, 0);
    id = 0;
  }
  // User and system time so far, in seconds.
  double cpu() const {
    std::ifstream stat("/proc/" + std::to_string(id) + "/stat");
    std::string text((std::istreambuf_iterator<char>(stat)), {});
    std::istringstream rest(text.substr(text.rfind(')') + 1));
    std::string word;
    double ticks = 0;
    for (int i = 0; i < 13 && rest >> word; ++i)
      if (i >= 11) ticks += std::stod(word);
    return ticks / double(::sysconf(_SC_CLK_TCK));
  }
  double resident_mb() const {
    std::ifstream statm("/proc/" + std::to_string(id) + "/statm");
    double all = 0, resident = 0;
    statm >> all >> resident;
    return resident * double(::sysconf(_SC_PAGESIZE)) / 1e6;
  }
};

Process start(const std::string& binary, const fs::path& folder) {
  int out[2];
  if (::pipe(out) != 0) std::exit(1);
  Process process;
  process.id = ::fork();
  if (process.id == 0) {
    ::dup2(out[1], 1);
    ::close(out[0]);
    ::execl(binary.c_str(), binary.c_str(), "serve", "--data", folder.c_str(), "--listen", "127.0.0.1:0", "--quiet",
            nullptr);
    std::_Exit(127);
  }
  ::close(out[1]);
  std::string said;
  char bytes[512];
  for (ssize_t got = 0; (got = ::read(out[0], bytes, sizeof bytes)) > 0;) {
    said.append(bytes, static_cast<std::size_t>(got));
    if (const auto at = said.find("listening on http://127.0.0.1:");
        at != std::string::npos && said.find('\n', at) != said.npos) {
      process.port = static_cast<std::uint16_t>(std::atoi(said.c_str() + at + 30));
      break;
    }
  }
  return process;
}

// ---- a client of many connections

int connect_to(std::uint16_t port) {
  const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  int on = 1;
  ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  sockaddr_in to{};
  to.sin_family = AF_INET;
  to.sin_port = htons(port);
  to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(socket, reinterpret_cast<sockaddr*>(&to), sizeof to) != 0) return ::close(socket), -1;
  return socket;
}

// The whole length of the answer that begins the text; 0: it is not all there.
std::size_t answer_length(const std::string& text) {
  const auto head = text.find("\r\n\r\n");
  if (head == std::string::npos) return 0;
  std::size_t length = 0;
  for (const char* name : {"Content-Length: ", "content-length: "})
    if (const auto at = text.find(name); at != std::string::npos && at < head)
      length = static_cast<std::size_t>(std::atoll(text.c_str() + at + 16));
  return text.size() >= head + 4 + length ? head + 4 + length : 0;
}

struct Measured {
  long answered = 0, failed = 0;
  double seconds = 0, cpu_ms = 0;  // of the server, an operation
  std::vector<double> times_ms;
  double per_second() const { return double(answered) / seconds; }
  double quantile(double part) {
    if (times_ms.empty()) return 0;
    std::ranges::sort(times_ms);
    return times_ms[std::min(times_ms.size() - 1, static_cast<std::size_t>(part * double(times_ms.size())))];
  }
};

// Each connection sends the next request as soon as it has its answer, or, with `think`, that long later.
Measured drive(const Process& server, int connections, const std::function<std::string()>& next,
               std::chrono::milliseconds think = {}) {
  struct One {
    int socket = -1;
    std::string text;
    Clock::time_point sent, again;
    bool waits = false;
  };
  std::vector<One> all(static_cast<std::size_t>(connections));
  std::vector<pollfd> polled(all.size());
  std::mt19937 chance(7);
  const auto began = Clock::now();
  for (std::size_t i = 0; i < all.size(); ++i) {
    all[i].socket = connect_to(server.port);
    polled[i] = {all[i].socket, POLLIN, 0};
    all[i].again =
        began + (think.count() > 0 ? std::chrono::milliseconds(chance() % static_cast<unsigned>(think.count()))
                                   : std::chrono::milliseconds(0));
  }
  Measured measured;
  const double cpu_before = server.cpu();
  std::vector<char> bytes(1 << 18);
  while (Clock::now() - began < run_time) {
    const auto now = Clock::now();
    for (One& each : all) {
      if (each.waits || each.again > now) continue;
      const std::string request = next();
      each.sent = now;
      each.waits = ::send(each.socket, request.data(), request.size(), MSG_NOSIGNAL) > 0;
    }
    if (::poll(polled.data(), polled.size(), think.count() > 0 ? 1 : 100) <= 0) continue;
    for (std::size_t i = 0; i < all.size(); ++i) {
      if (polled[i].revents == 0) continue;
      const ssize_t got = ::recv(all[i].socket, bytes.data(), bytes.size(), 0);
      if (got <= 0) continue;
      all[i].text.append(bytes.data(), static_cast<std::size_t>(got));
      const std::size_t length = answer_length(all[i].text);
      if (length == 0) continue;
      ++measured.answered;
      const bool good = all[i].text.starts_with("HTTP/1.1 2");
      if (!good && measured.failed++ == 0) std::printf("load: an answer: %s\n", all[i].text.substr(0, 300).c_str());
      measured.times_ms.push_back(std::chrono::duration<double, std::milli>(Clock::now() - all[i].sent).count());
      all[i].text.erase(0, length);
      all[i].waits = false;
      all[i].again = Clock::now() + think;
    }
  }
  measured.seconds = since(began);
  measured.cpu_ms = (server.cpu() - cpu_before) * 1000 / double(std::max(1L, measured.answered));
  for (const One& each : all) ::close(each.socket);
  return measured;
}

std::string get(const std::string& path, const std::string& token) {
  return "GET " + path + " HTTP/1.1\r\nHost: bench\r\nAccept: application/json\r\nAuthorization: Bearer " + token +
         "\r\n\r\n";
}
std::string send_json(const std::string& method, const std::string& path, const std::string& token,
                      const std::string& key, const std::string& body) {
  return method + " " + path +
         " HTTP/1.1\r\nHost: bench\r\nContent-Type: application/json\r\nAuthorization: Bearer " + token +
         "\r\nIdempotency-Key: " + key + "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

// ---- nginx beside it

Process start_nginx(const fs::path& folder, std::size_t bytes) {
  Process process;
  if (std::system("command -v nginx >/dev/null 2>&1") != 0) return process;
  fs::create_directories(folder / "static");
  std::ofstream(folder / "static" / "file.json") << std::string(bytes, 'x');
  const int probe = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in any{};
  any.sin_family = AF_INET;
  any.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t length = sizeof any;
  if (::bind(probe, reinterpret_cast<sockaddr*>(&any), sizeof any) != 0) return process;
  ::getsockname(probe, reinterpret_cast<sockaddr*>(&any), &length);
  process.port = ntohs(any.sin_port);
  ::close(probe);
  std::ofstream(folder / "nginx.conf")
      << "daemon off; master_process off; worker_processes 1; error_log " << (folder / "error.log").string()
      << "; pid " << (folder / "nginx.pid").string()
      << "; events { worker_connections 2048; } http { access_log off; keepalive_requests "
         "1000000000; sendfile on; server { listen 127.0.0.1:"
      << process.port << "; root " << (folder / "static").string() << "; } }\n";
  process.id = ::fork();
  if (process.id == 0) {
    ::execlp("nginx", "nginx", "-c", (folder / "nginx.conf").c_str(), "-e", (folder / "error.log").c_str(), nullptr);
    std::_Exit(127);
  }
  for (int tries = 0; tries < 500; ++tries) {
    if (const int socket = connect_to(process.port); socket >= 0) return ::close(socket), process;
    ::usleep(10'000);
  }
  process.stop();
  return process;
}

// Live streams that only listen: memory a listener, the kernel's buffers apart.
void measure_listeners(const Process& server, const std::string& token) {
  rlimit limit{};
  ::getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = std::min<rlim_t>(limit.rlim_max, 16384);
  ::setrlimit(RLIMIT_NOFILE, &limit);
  if (limit.rlim_cur < 12'000) {
    std::printf("load listeners     skipped: only %lu open files are allowed here\n",
                static_cast<unsigned long>(limit.rlim_cur));
    return;
  }
  const int count = smoke() ? 50 : 10'000;
  const double before = server.resident_mb();
  const std::string request =
      "GET /api/v2/desk/events HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer " + token + "\r\n\r\n";
  std::vector<int> sockets;
  std::vector<char> bytes(4096);
  const auto began = Clock::now();
  int live = 0;
  for (int i = 0; i < count; ++i) {
    const int socket = connect_to(server.port);
    if (socket < 0) break;
    sockets.push_back(socket);
    ::send(socket, request.data(), request.size(), MSG_NOSIGNAL);
    const ssize_t got = ::recv(socket, bytes.data(), bytes.size(), 0);
    if (got > 0 && std::string_view(bytes.data(), static_cast<std::size_t>(got)).starts_with("HTTP/1.1 200")) ++live;
  }
  std::printf("load listeners     %d live after %.1f s, %.1f KB each (goal 8 KB)\n", live, since(began),
              (server.resident_mb() - before) * 1000 / std::max(1, live));
  for (const int socket : sockets) ::close(socket);
}

void told(const char* name, Measured measured, double peer_ms) {
  std::printf("load %-13s %8.0f/s  p50 %6.2f ms  p99 %7.2f ms  %6.3f ms CPU each", name, measured.per_second(),
              measured.quantile(0.5), measured.quantile(0.99), measured.cpu_ms);
  if (peer_ms > 0) std::printf("  (the best desk's table: %.0f ms, %.0f times)", peer_ms, peer_ms / measured.cpu_ms);
  std::printf("%s\n", measured.failed > 0 ? "  SOME WERE REFUSED" : "");
}

}  // namespace

int main(int, char** argv) {
  const std::string binary = (fs::path(argv[0]).parent_path() / "yakusoku").string();
  if (!fs::exists(binary)) {
    std::printf("load: %s is not built (./dev release)\n", binary.c_str());
    return smoke() ? 0 : 1;
  }
  std::string pattern = (fs::temp_directory_path() / "yakusoku-load-XXXXXX").string();
  if (!::mkdtemp(pattern.data())) return 1;
  const fs::path folder = pattern;
  const Filled filled = fill(folder, wanted_requests());
  std::printf("load fill          %lld requests in %.0f s, %.0f a second, %.0f MB\n",
              static_cast<long long>(filled.requests), filled.seconds, double(filled.requests) / filled.seconds,
              double(fs::file_size(folder / "desk.sqlite")) / 1e6);

  const auto began = Clock::now();
  Process desk = start(binary, folder);
  if (desk.port == 0) return std::fprintf(stderr, "load: the desk did not start\n"), 1;
  const std::string& agent = filled.agent_token;
  std::mt19937_64 chance(20260401);
  const auto any_ticket = [&] { return std::to_string(1 + chance() % static_cast<std::uint64_t>(filled.requests)); };
  std::size_t page_bytes = 0;
  {
    const int socket = connect_to(desk.port);
    const std::string request = get("/api/v2/tickets/1.json", agent);
    ::send(socket, request.data(), request.size(), MSG_NOSIGNAL);
    std::string text;
    char bytes[8192];
    while (answer_length(text) == 0) {
      const ssize_t got = ::recv(socket, bytes, sizeof bytes, 0);
      if (got <= 0) break;
      text.append(bytes, static_cast<std::size_t>(got));
    }
    page_bytes = text.size();
    ::close(socket);
  }
  std::printf("load start         %.2f s to the first answer (goal 2 s)\n", since(began));
  std::printf("load memory        %.0f MB idle (goal 40)\n", desk.resident_mb());

  Measured request = drive(desk, 64, [&] { return get("/api/v2/tickets/" + any_ticket() + ".json", agent); });
  Measured queue = drive(desk, 64, [&] { return get("/api/v2/desk/queue?view=open", agent); });
  if (Process nginx = start_nginx(folder, page_bytes); nginx.id > 0) {
    const Measured file =
        drive(nginx, 64, [] { return std::string("GET /file.json HTTP/1.1\r\nHost: bench\r\n\r\n"); });
    std::printf(
        "load nginx         %8.0f/s of a file of %zu bytes; one request %.2f of it (goal 0.6), a queue of 50 %.2f "
        "(goal 0.3)\n",
        file.per_second(), page_bytes, request.per_second() / file.per_second(),
        queue.per_second() / file.per_second());
    nginx.stop();
  } else {
    std::printf("load nginx         not installed here: no ratio to it\n");
  }
  told("request page", request, 32);
  told("queue page", queue, 47);
  std::int64_t key = 0;
  const auto create = [&] {
    return send_json(
        "POST", "/api/v2/tickets.json", filled.customer_token, "c" + std::to_string(++key),
        R"({"ticket":{"kind":"incident","severity":"low","subject":"Load","comment":{"body":"Nothing reaches us."}}})");
  };
  const auto reply = [&] {
    return send_json("PUT", "/api/v2/tickets/" + any_ticket() + ".json", agent, "r" + std::to_string(++key),
                     R"({"ticket":{"comment":{"body":"We are looking at it.","public":true}}})");
  };
  told("create", drive(desk, 256, create), 23);
  told("create alone", drive(desk, 1, create), 0);
  told("reply", drive(desk, 64, reply), 0);
  // A hundred agents, each with a pause between what he does: a queue, a request, now and then an answer or a new one.
  const auto mixed = [&]() -> std::string {
    const auto word = chance() % 100;
    if (word < 40) return get("/api/v2/desk/queue?view=open", agent);
    if (word < 85) return get("/api/v2/tickets/" + any_ticket() + ".json", agent);
    return word < 96 ? reply() : create();
  };
  told("mixed, 100", drive(desk, 100, mixed, std::chrono::milliseconds(400)), 0);
  std::printf("load memory        %.0f MB after it (goal 150 with a million requests and 100 agents)\n",
              desk.resident_mb());
  measure_listeners(desk, agent);
  desk.stop();
  std::error_code ignored;
  fs::remove_all(folder, ignored);
  return 0;
}
