// rooms: adapters/http base
// libraries: Threads::Threads
// Hello over 64 kept connections: requests a second and CPU time a request, the server's threads apart from the client's.
#include <poll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "adapters/http/http.hpp"

namespace {

using namespace yakusoku;
using Clock = std::chrono::steady_clock;

constexpr int connection_count = 64;
constexpr auto run_time = std::chrono::seconds(3);

double seconds_of(const timeval& time) { return double(time.tv_sec) + double(time.tv_usec) / 1e6; }

double cpu_seconds(int who) {
  rusage usage{};
  ::getrusage(who, &usage);
  return seconds_of(usage.ru_utime) + seconds_of(usage.ru_stime);
}

int connect_to(std::uint16_t port) {
  const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  int on = 1;
  ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  sockaddr_in to{};
  to.sin_family = AF_INET;
  to.sin_port = htons(port);
  to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(socket, reinterpret_cast<sockaddr*>(&to), sizeof to) != 0) std::perror("connect");
  return socket;
}

void measure(const char* name, std::uint16_t port, const std::string& path) {
  const std::string request = "GET " + path + " HTTP/1.1\r\nHost: bench\r\nUser-Agent: bench\r\nAccept: */*\r\n\r\n";
  std::vector<pollfd> sockets;
  for (int i = 0; i < connection_count; ++i) sockets.push_back({connect_to(port), POLLIN, 0});
  std::vector<char> bytes(16384);
  long answered = 0;
  const double process_before = cpu_seconds(RUSAGE_SELF);
  const double client_before = cpu_seconds(RUSAGE_THREAD);
  const auto begin = Clock::now();
  for (pollfd& socket : sockets) ::send(socket.fd, request.data(), request.size(), MSG_NOSIGNAL);
  while (Clock::now() - begin < run_time) {
    if (::poll(sockets.data(), sockets.size(), 1000) <= 0) break;
    for (pollfd& socket : sockets) {
      if (socket.revents == 0) continue;
      // An answer is far smaller than a segment: it comes in one piece.
      if (::recv(socket.fd, bytes.data(), bytes.size(), 0) <= 0) continue;
      ++answered;
      ::send(socket.fd, request.data(), request.size(), MSG_NOSIGNAL);
    }
  }
  const double elapsed = std::chrono::duration<double>(Clock::now() - begin).count();
  const double client = cpu_seconds(RUSAGE_THREAD) - client_before;
  const double server = cpu_seconds(RUSAGE_SELF) - process_before - client;
  for (pollfd& socket : sockets) ::close(socket.fd);
  std::printf("http %-12s %9.0f requests/s  %6.2f us CPU a request in the server  (client %.2f us)\n", name,
              double(answered) / elapsed, server * 1e6 / double(answered), client * 1e6 / double(answered));
}

long resident_bytes() {
  long all = 0;
  long resident = 0;
  if (std::FILE* file = std::fopen("/proc/self/statm", "r")) {
    if (std::fscanf(file, "%ld %ld", &all, &resident) != 2) resident = 0;
    std::fclose(file);
  }
  return resident * ::sysconf(_SC_PAGESIZE);
}

// What one idle live listener takes in the process, the kernel's buffers apart. Few enough for 1,024 descriptors.
void measure_listeners(std::uint16_t port) {
  constexpr int count = 400;
  const std::string request = "GET /events HTTP/1.1\r\nHost: bench\r\n\r\n";
  std::vector<int> sockets;
  std::vector<char> bytes(16384);
  const auto listen = [&] {
    sockets.push_back(connect_to(port));
    ::send(sockets.back(), request.data(), request.size(), MSG_NOSIGNAL);
    ::recv(sockets.back(), bytes.data(), bytes.size(), 0);
  };
  for (int i = 0; i < 20; ++i) listen();
  const long before = resident_bytes();
  for (int i = 0; i < count; ++i) listen();
  std::printf("http %-12s %9.0f bytes\n", "listener", double(resident_bytes() - before) / count);
  for (int socket : sockets) ::close(socket);
}

}  // namespace

int main() {
  http::Router router;
  const auto hello = [](http::Request, http::Responder answer) { answer(http::Response::text(200, "hello, world\n")); };
  router.add("GET", "/worker", hello);
  router.add("GET", "/io", hello, {.on_io_thread = true});
  std::mutex mutex;
  std::vector<http::EventStream> streams;
  router.add("GET", "/events", [&](http::Request, http::Responder answer) {
    const std::lock_guard lock(mutex);
    answer(http::Response::stream(streams.emplace_back()));
  });
  http::ServerOptions options;
  options.listen = "127.0.0.1:0";
  auto server = http::Server::start(std::move(options), std::move(router));
  if (!server) {
    std::fprintf(stderr, "%s\n", server.error().detail.c_str());
    return 1;
  }
  measure("on a worker", server->port(), "/worker");
  measure("on I/O", server->port(), "/io");
  measure_listeners(server->port());
  server->stop(std::chrono::seconds(1));
  return 0;
}
