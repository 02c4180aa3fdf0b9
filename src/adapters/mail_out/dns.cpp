#include "adapters/mail_out/dns.hpp"

#include <ares.h>
#include <arpa/inet.h>
#include <arpa/nameser.h>
#include <netinet/in.h>
#include <poll.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <span>

#include <fmt/format.h>

#include "base/assert.hpp"

namespace yakusoku::mail_out {
namespace {

constexpr std::size_t most_values = 50;

struct Reply {
  bool done = false;
  int status = ARES_ETIMEOUT;
  std::vector<unsigned char> bytes;
};

void take(void* user, int status, int, unsigned char* bytes, int size) {
  Reply& reply = *static_cast<Reply*>(user);
  reply.done = true, reply.status = status;
  if (bytes) reply.bytes.assign(bytes, bytes + size);
}

DnsAnswer::State state_of(int status) {
  if (status == ARES_SUCCESS) return DnsAnswer::State::found;
  return status == ARES_ENODATA || status == ARES_ENOTFOUND ? DnsAnswer::State::none : DnsAnswer::State::failed;
}

// What a parser of c-ares made of the reply, or why there is nothing.
DnsAnswer answer_of(int status, std::vector<std::string> values) {
  if (status == ARES_SUCCESS && values.empty()) return {DnsAnswer::State::none, {}};
  if (values.size() > most_values) values.resize(most_values);
  return {state_of(status), std::move(values)};
}

std::string text_of(int family, const void* address) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  return inet_ntop(family, address, text.data(), text.size()) ? std::string(text.data()) : std::string();
}

DnsAnswer parse_a(const Reply& reply) {
  std::array<ares_addrttl, most_values> found{};
  int count = static_cast<int>(found.size());
  const int status =
      ares_parse_a_reply(reply.bytes.data(), static_cast<int>(reply.bytes.size()), nullptr, found.data(), &count);
  std::vector<std::string> values;
  if (status == ARES_SUCCESS)
    for (const auto& each : std::span(found).first(static_cast<std::size_t>(count)))
      values.push_back(text_of(AF_INET, &each.ipaddr));
  return answer_of(status, std::move(values));
}

DnsAnswer parse_aaaa(const Reply& reply) {
  std::array<ares_addr6ttl, most_values> found{};
  int count = static_cast<int>(found.size());
  const int status =
      ares_parse_aaaa_reply(reply.bytes.data(), static_cast<int>(reply.bytes.size()), nullptr, found.data(), &count);
  std::vector<std::string> values;
  if (status == ARES_SUCCESS)
    for (const auto& each : std::span(found).first(static_cast<std::size_t>(count)))
      values.push_back(text_of(AF_INET6, &each.ip6addr));
  return answer_of(status, std::move(values));
}

}  // namespace

struct Resolver::Channel {
  ares_channel handle = nullptr;
  std::chrono::milliseconds limit{0};

  ~Channel() {
    if (handle) ares_destroy(handle);
  }

  // By poll: a desk has more than 1,024 connections, and select would write beyond its set.
  void wait() {
    std::array<ares_socket_t, ARES_GETSOCK_MAXNUM> sockets{};
    const int wanted = ares_getsock(handle, sockets.data(), static_cast<int>(sockets.size()));
    std::vector<pollfd> polled;
    for (unsigned i = 0; i < sockets.size(); ++i) {
      const bool reads = (static_cast<unsigned>(wanted) >> i & 1U) != 0;
      const bool writes = (static_cast<unsigned>(wanted) >> (i + ARES_GETSOCK_MAXNUM) & 1U) != 0;
      const int events = (reads ? POLLIN : 0) | (writes ? POLLOUT : 0);
      if (events != 0) polled.push_back({sockets[i], static_cast<short>(events), 0});
    }
    timeval most{0, 200'000}, room{};
    const timeval* span = ares_timeout(handle, &most, &room);
    poll(polled.data(), polled.size(), static_cast<int>(span->tv_sec * 1000 + span->tv_usec / 1000 + 1));
    for (const pollfd& each : polled) {
      const bool reads = (each.revents & (POLLIN | POLLERR | POLLHUP)) != 0, writes = (each.revents & POLLOUT) != 0;
      ares_process_fd(handle, reads ? each.fd : ARES_SOCKET_BAD, writes ? each.fd : ARES_SOCKET_BAD);
    }
    ares_process_fd(handle, ARES_SOCKET_BAD, ARES_SOCKET_BAD);  // what has run out of time
  }

  Reply ask(const std::string& name, int type) {
    Reply reply;
    const auto end = std::chrono::steady_clock::now() + limit;
    ares_query(handle, name.c_str(), ns_c_in, type, &take, &reply);
    while (!reply.done) {
      if (std::chrono::steady_clock::now() > end)
        ares_cancel(handle);  // calls `take`
      else
        wait();
    }
    return reply;
  }
};

Resolver::Resolver(std::unique_ptr<Channel> channel) : channel_(std::move(channel)) {}
Resolver::Resolver(Resolver&&) noexcept = default;
Resolver& Resolver::operator=(Resolver&&) noexcept = default;
Resolver::~Resolver() = default;

Result<Resolver> Resolver::open(const std::string& servers, int timeout_milliseconds) {
  static const int started = ares_library_init(ARES_LIB_INIT_ALL);
  ASSERT(started == ARES_SUCCESS);
  auto channel = std::make_unique<Channel>();
  channel->limit = std::chrono::milliseconds(timeout_milliseconds) * 3;
  ares_options options{};
  options.flags = ARES_FLAG_NOSEARCH | ARES_FLAG_STAYOPEN;
  options.timeout = timeout_milliseconds;
  options.tries = 2;
  const int mask = ARES_OPT_FLAGS | ARES_OPT_TIMEOUTMS | ARES_OPT_TRIES;
  if (ares_init_options(&channel->handle, &options, mask) != ARES_SUCCESS)
    return fail(ErrorCode::internal, "resolver", "c-ares does not start");
  if (!servers.empty() && ares_set_servers_ports_csv(channel->handle, servers.c_str()) != ARES_SUCCESS)
    return fail(ErrorCode::invalid, "resolver", "addresses with ports, and commas between them, are expected");
  return Resolver(std::move(channel));
}

DnsAnswer Resolver::txt(const std::string& name) {
  const Reply reply = channel_->ask(name, ns_t_txt);
  if (reply.status != ARES_SUCCESS) return {state_of(reply.status), {}};
  ares_txt_ext* list = nullptr;
  const int status = ares_parse_txt_reply_ext(reply.bytes.data(), static_cast<int>(reply.bytes.size()), &list);
  std::vector<std::string> values;
  for (const ares_txt_ext* each = list; each; each = each->next) {
    if (each->record_start != 0 || values.empty()) values.emplace_back();
    values.back().append(reinterpret_cast<const char*>(each->txt), each->length);
  }
  if (list) ares_free_data(list);
  std::ranges::sort(values);
  return answer_of(status, std::move(values));
}

DnsAnswer Resolver::mx(const std::string& name) {
  const Reply reply = channel_->ask(name, ns_t_mx);
  if (reply.status != ARES_SUCCESS) return {state_of(reply.status), {}};
  ares_mx_reply* list = nullptr;
  const int status = ares_parse_mx_reply(reply.bytes.data(), static_cast<int>(reply.bytes.size()), &list);
  std::vector<std::pair<int, std::string>> found;
  for (const ares_mx_reply* each = list; each; each = each->next)
    found.emplace_back(each->priority, each->host && each->host[0] != '\0' ? each->host : ".");
  if (list) ares_free_data(list);
  std::ranges::sort(found);
  std::vector<std::string> values;
  for (const auto& [preference, host] : found) values.push_back(fmt::format("{} {}", preference, host));
  return answer_of(status, std::move(values));
}

DnsAnswer Resolver::addresses(const std::string& name) {
  const Reply four = channel_->ask(name, ns_t_a), six = channel_->ask(name, ns_t_aaaa);
  const DnsAnswer a = four.status == ARES_SUCCESS ? parse_a(four) : DnsAnswer{state_of(four.status), {}};
  const DnsAnswer aaaa = six.status == ARES_SUCCESS ? parse_aaaa(six) : DnsAnswer{state_of(six.status), {}};
  DnsAnswer both{a.state == DnsAnswer::State::none ? aaaa.state : a.state, a.values};
  both.values.insert(both.values.end(), aaaa.values.begin(), aaaa.values.end());
  if (!both.values.empty()) both.state = DnsAnswer::State::found;
  return both;
}

}  // namespace yakusoku::mail_out
