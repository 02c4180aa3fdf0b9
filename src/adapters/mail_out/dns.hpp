// Questions to the DNS by c-ares, one after the other. Promises: an answer in bounded time, no search domains, no hosts
// file. Not thread-safe: one for each that asks.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/result.hpp"

namespace yakusoku::mail_out {

struct DnsAnswer {
  enum class State { found, none, failed } state = State::failed;  // none: no such name, or nothing of that type
  std::vector<std::string> values;
};

class Resolver {
 public:
  // `servers`: "192.0.2.53,127.0.0.1:5353"; empty: the machine's. Fails with `invalid` where they can't be read.
  static Result<Resolver> open(const std::string& servers, int timeout_milliseconds);
  Resolver(Resolver&&) noexcept;
  Resolver& operator=(Resolver&&) noexcept;
  ~Resolver();

  DnsAnswer txt(const std::string& name);        // the strings of a record joined, in alphabetical order
  DnsAnswer mx(const std::string& name);         // "10 mail.vendor.example", by preference; "0 .": none, by will
  DnsAnswer addresses(const std::string& name);  // of both families, as text

 private:
  struct Channel;
  explicit Resolver(std::unique_ptr<Channel> channel);
  std::unique_ptr<Channel> channel_;
};

}  // namespace yakusoku::mail_out
