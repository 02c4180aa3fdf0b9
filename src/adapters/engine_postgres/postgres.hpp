#pragma once

// The engine of a desk that several nodes serve: PostgreSQL over libpq. Each node has one connection that writes and a
// pool that reads. Writers of all nodes take turns by an advisory lock, held for a transaction, so that the log is in the
// order of the commits; a node that dies is freed of it by the server. A connection that breaks is made anew with the
// next transaction. Refuses, as StorageFailure: `disk` (no connection, no lock within 5 s, a pool that is used up),
// `lost` (the connection broke, nothing was written), `unknown` (it broke while committing).
//
// One URI names the database as libpq reads it (RFC 3986, postgres://…). TLS is verified (sslmode=verify-full) with every
// host that is not this machine, unless the URI says otherwise.

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <thread>

#include "adapters/store/database.hpp"
#include "base/result.hpp"

namespace yakusoku::engine_postgres {

struct Options {
  std::string uri;
  std::string node;       // letters and digits: tells this node's commits from others'
  std::string schema;     // where the tables lie; empty: the role's own
  bool own_clock = true;  // the server's clock is the desk's; not where tests push one
  int readers = 16;       // connections that read at a time
  int wait_seconds = 5;   // for a connection, for the desk's lock, for one of the pool
};

Result<std::unique_ptr<store::Database>> open_database(const Options& options);

// What only one node does at a time (mailboxes, the outbox, clearing away): whoever holds the session's lock. It is
// given up when this ends or the connection breaks.
class Duty {
 public:
  virtual ~Duty() = default;
  // Whether this node has it now: takes it where it is free, and finds out where it was lost. Asked every few seconds.
  virtual bool held() = 0;
};
std::unique_ptr<Duty> duty(const Options& options, std::string_view name);

// Hears of other nodes' commits, at once where the server tells (NOTIFY) and within a second where it does not.
class Listener {
 public:
  Listener(Options options, std::function<void()> heard);
  ~Listener();
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;

 private:
  void listen();
  Options options_;
  std::function<void()> heard_;
  std::atomic<bool> stopping_ = false;
  std::thread thread_;
};

}  // namespace yakusoku::engine_postgres
