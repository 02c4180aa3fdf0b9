#include "adapters/blobs/sql_blobs.hpp"

#include <fmt/format.h>

#include "adapters/store/statements.hpp"
#include "base/sha256.hpp"

namespace yakusoku::blobs {

using store::Bytes;
using store::Connection;
using store::Rows;
using store::StorageFailure;

namespace {

constexpr std::size_t part_bytes = 1 << 20;

// A transaction beside the commands', told as an outcome.
template <class Body>
Outcome beside(store::Database& database, const Body& body) {
  try {
    database.with_reader([&](Connection& connection) {
      connection.begin_beside();
      try {
        body(connection);
        connection.commit();
      } catch (...) {
        connection.rollback();
        throw;
      }
    });
  } catch (const StorageFailure& failure) {
    return fail(ErrorCode::storage, "", failure.what());
  }
  return {};
}

}  // namespace

Result<std::string> SqlBlobs::put(std::string_view bytes) {
  const std::string hash = to_hex(sha256(bytes));
  TRY_OUTCOME(beside(database_, [&](Connection& connection) {
    bool known = false;
    {
      Rows there = store::query(connection, "blobs/size", hash);
      known = there.next();
    }
    store::execute(connection, "blobs/put", hash, static_cast<std::int64_t>(bytes.size()), time_.now());
    if (known) return;
    for (std::size_t part = 0; part * part_bytes < bytes.size() || part == 0; ++part)
      store::execute(connection, "blobs/put_part", hash, part, Bytes{bytes.substr(part * part_bytes, part_bytes)});
  }));
  return hash;
}

Result<std::string> SqlBlobs::get(std::string_view hash) {
  std::string bytes;
  std::int64_t size = -1;
  TRY_OUTCOME(beside(database_, [&](Connection& connection) {
    {
      Rows there = store::query(connection, "blobs/size", hash);
      if (!there.next()) return;
      size = there.integer();
    }
    Rows parts = store::query(connection, "blobs/parts", hash);
    while (parts.next()) bytes += parts.bytes();
  }));
  if (size < 0) return fail(ErrorCode::not_found, "blob");
  if (static_cast<std::int64_t>(bytes.size()) != size || to_hex(sha256(bytes)) != std::string(hash))
    return fail(ErrorCode::storage, "", fmt::format("the blob {} is not what its name says", hash));
  return bytes;
}

Outcome SqlBlobs::remove(std::string_view hash) {
  TRY(remove_unless_put_since(hash, far_future));
  return {};
}

Result<bool> SqlBlobs::remove_unless_put_since(std::string_view hash, Instant at) {
  bool gone = false;
  TRY_OUTCOME(beside(database_, [&](Connection& connection) {
    const std::int64_t before = connection.rows_changed();
    store::execute(connection, "blobs/remove", hash, at);
    gone = connection.rows_changed() != before;
    if (gone) store::execute(connection, "blobs/remove_parts", hash);
  }));
  return gone;
}

Result<std::vector<std::string>> SqlBlobs::older_than(Instant at, int shelf) {
  std::vector<std::string> hashes;
  const std::string from = fmt::format("{:02x}", shelf);
  const std::string to = shelf + 1 < shelves ? fmt::format("{:02x}", shelf + 1) : std::string("g");
  TRY_OUTCOME(beside(database_, [&](Connection& connection) {
    Rows old = store::query(connection, "blobs/older_than", at, from, to);
    while (old.next()) hashes.push_back(old.text());
  }));
  return hashes;
}

}  // namespace yakusoku::blobs
