#pragma once

// BLOBS IN THE DATABASE, in parts of a mebibyte: for nodes that share no folder. A put returns when it is committed; a get
// compares what it read with the name. Safe from any thread of any node. No command waits for it: it writes beside them.

#include "adapters/blobs/kept_blobs.hpp"
#include "adapters/store/database.hpp"

namespace yakusoku::blobs {

class SqlBlobs : public KeptBlobs {
 public:
  SqlBlobs(store::Database& database, ports::TimeSource& time) : database_(database), time_(time) {}

  Result<std::string> put(std::string_view bytes) override;
  Result<std::string> get(std::string_view hash) override;
  Outcome remove(std::string_view hash) override;
  Result<bool> remove_unless_put_since(std::string_view hash, Instant at) override;
  Result<std::vector<std::string>> older_than(Instant at, int shelf) override;

 private:
  store::Database& database_;
  ports::TimeSource& time_;
};

}  // namespace yakusoku::blobs
