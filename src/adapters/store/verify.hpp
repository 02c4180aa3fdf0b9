#pragma once

// `yakusoku verify`: nothing lost, nothing drifted. Recomputes the log's chain, looks for gaps in positions and versions,
// holds rows against the log's newest records, messages against the digests in their facts, and asks of each running
// clock whether anybody would wake for its due, of each file and each mail whether its bytes are there. Reads in short pages, so a live desk goes on working.

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "adapters/store/database.hpp"
#include "ports/rows.hpp"

namespace yakusoku::store {

struct Finding {
  enum class Kind { chain, position, version, ticket_row, message, wake, replay, blob };
  Kind kind;
  std::string where;   // "log 17", "ticket 4", "message 9"
  std::string detail;
};

struct VerifyOptions {
  // Folds a ticket's records and compares them with its row: core's part, given by who may see core. Says what differs.
  std::function<std::optional<std::string>(const ports::TicketRow&, const std::vector<ports::LogRow>&)> replay;
  // Whether these bytes are kept and whole; absent: not asked.
  std::function<bool(std::string_view hash)> has_blob;
  std::size_t at_most = 1000;  // findings
};

Result<std::vector<Finding>> verify(Database& database, const VerifyOptions& options = {});

}  // namespace yakusoku::store
