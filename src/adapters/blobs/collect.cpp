#include "adapters/blobs/kept_blobs.hpp"
#include "base/json.hpp"

namespace yakusoku::blobs {
namespace {

constexpr int rows_at_once = 100;

Result<bool> is_used(ports::Store& store, std::string_view hash) {
  bool used = true;
  TRY_OUTCOME(store.read([&](ports::Reader& reader) { used = reader.blob_is_used(hash); }));
  return used;
}

}  // namespace

Result<int> collect(KeptBlobs& blobs, ports::Store& store, Instant now, int shelf) {
  int gone = 0;
  const Instant before = now - unused_life;
  for (const std::string& hash : TRY(blobs.older_than(before, shelf))) {
    if (TRY(is_used(store, hash))) continue;
    // Somebody may have put it since we asked: then it was given seven days anew.
    if (TRY(blobs.remove_unless_put_since(hash, before))) ++gone;
  }
  return gone;
}

Result<std::vector<ports::OutboxRow>> remove_erased(KeptBlobs& blobs, ports::Store& store, Instant now) {
  std::vector<ports::OutboxRow> rows, done;
  TRY_OUTCOME(
      store.read([&](ports::Reader& reader) { rows = reader.outbox_ready(erasure_channel, now, rows_at_once); }));
  for (ports::OutboxRow& row : rows) {
    const auto payload = parse_json(row.payload);
    const std::string hash = payload ? payload->get_string("blob").value_or("") : "";
    const bool stays = TRY(is_used(store, hash));
    if (!stays && !TRY(blobs.remove_unless_put_since(hash, now - put_grace))) continue;
    ++row.attempts;
    row.done_at = now;
    if (stays) row.last_error = "used elsewhere";
    done.push_back(std::move(row));
  }
  return done;
}

ports::Command settled(std::vector<ports::OutboxRow> rows) {
  ports::Command command;
  command.run = [rows = std::move(rows)](ports::Transaction& transaction) -> Result<ports::Answer> {
    for (const ports::OutboxRow& row : rows) transaction.settle(row);
    return ports::Answer{};
  };
  return command;
}

}  // namespace yakusoku::blobs
