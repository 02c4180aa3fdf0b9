#include "adapters/store/verify.hpp"

#include "adapters/store/queries.hpp"
#include "adapters/store/record_chain.hpp"
#include "adapters/store/statements.hpp"

namespace yakusoku::store {
namespace {

using namespace ports;

constexpr int page = 500;

class Verification {
 public:
  Verification(Database& database, const VerifyOptions& options) : database_(database), options_(options) {}

  std::vector<Finding> run() {
    check_log();
    snapshot([&](Connection& connection) {
      check_versions(connection);
      check_missing_rows(connection);
      check_wakes(connection);
    });
    check_tickets();
    check_messages();
    check_blobs("verify/attachment_blobs", "attachment");
    check_blobs("verify/mail_blobs", "mail");
    return std::move(findings_);
  }

 private:
  void snapshot(const std::function<void(Connection&)>& body) {
    database_.with_reader([&](Connection& connection) {
      connection.begin_read();
      body(connection);
      connection.commit();
    });
  }

  void find(Finding::Kind kind, std::string_view what, std::int64_t id, std::string detail) {
    if (findings_.size() < options_.at_most)
      findings_.push_back({kind, std::string(what) + " " + std::to_string(id), std::move(detail)});
  }

  void check_log() {
    std::string link = first_link();
    std::int64_t position = 0, head = 0;
    bool more = true;
    while (more) {
      snapshot([&](Connection& connection) {
        Queries queries(connection);
        head = queries.head();
        const std::vector<LogRow> records = queries.log_after(position, page);
        more = !records.empty();
        for (const LogRow& record : records) {
          if (record.position != position + 1)
            find(Finding::Kind::position, "log", record.position, "follows " + std::to_string(position));
          link = chain_link(link, record);
          if (hex_of(link) != record.chain) {
            find(Finding::Kind::chain, "log", record.position, "the record or one before it is not what was written");
            link = bytes_of_hex(record.chain);  // go on from what stands there: one change, one finding
          }
          position = record.position;
        }
      });
    }
    if (position != head)
      find(Finding::Kind::position, "log", head, "the desk's head, but the log ends at " + std::to_string(position));
  }

  static std::string bytes_of_hex(std::string_view hex) {
    const auto digit = [](char c) { return c >= 'a' ? c - 'a' + 10 : c - '0'; };
    std::string out;
    for (std::size_t i = 0; i + 1 < hex.size(); i += 2)
      out.push_back(static_cast<char>(digit(hex[i]) * 16 + digit(hex[i + 1])));
    return out;
  }

  void check_versions(Connection& connection) {
    Rows rows = query(connection, "verify/version_gaps");
    while (rows.next()) {
      const auto subject = rows.as<Subject>();
      const std::int64_t id = rows.integer();
      const std::int64_t count = rows.integer();
      rows.integer();
      find(Finding::Kind::version, subject == Subject::ticket ? "ticket" : "subject", id,
           std::to_string(count) + " records up to version " + std::to_string(rows.integer()));
    }
  }

  void check_missing_rows(Connection& connection) {
    Rows rows = query(connection, "verify/tickets_without_row", Subject::ticket);
    while (rows.next()) find(Finding::Kind::ticket_row, "ticket", rows.integer(), "has records and no row");
  }

  void check_wakes(Connection& connection) {
    Rows rows = query(connection, "verify/unwatched_clocks");
    while (rows.next()) {
      const std::int64_t ticket = rows.integer();
      const std::string clock = rows.text();
      find(Finding::Kind::wake, "ticket", ticket, clock + " is due at " + std::to_string(rows.integer()) +
                                                      " and nobody wakes before " + std::to_string(rows.integer()));
    }
  }

  void check_tickets() {
    TicketId after;
    bool more = true;
    while (more) {
      snapshot([&](Connection& connection) {
        Queries queries(connection);
        const std::vector<TicketRow> rows = queries.tickets_after(Viewer::desk(), after, page);
        more = !rows.empty();
        for (const TicketRow& row : rows) {
          check_ticket(queries, row);
          after = row.id;
        }
      });
    }
  }

  void check_ticket(Queries& queries, const TicketRow& row) {
    const std::vector<LogRow> records = queries.log_of(Subject::ticket, row.id.value);
    if (records.empty()) {
      find(Finding::Kind::ticket_row, "ticket", row.id.value, "has a row and no records");
      return;
    }
    if (row.version != records.back().version || row.changed != records.back().position)
      find(Finding::Kind::ticket_row, "ticket", row.id.value,
           "row at version " + std::to_string(row.version) + ", position " + std::to_string(row.changed) +
               "; log at version " + std::to_string(records.back().version) + ", position " +
               std::to_string(records.back().position));
    if (!options_.replay) return;
    if (const std::optional<std::string> differs = options_.replay(row, records))
      find(Finding::Kind::replay, "ticket", row.id.value, *differs);
  }

  void check_messages() {
    std::int64_t after = 0;
    bool more = true;
    while (more) {
      more = false;
      snapshot([&](Connection& connection) {
        Rows rows = query(connection, "verify/messages", after, page);
        while (rows.next()) {
          more = true;
          after = rows.integer();
          check_message(connection, after, rows);
        }
      });
    }
  }

  void check_message(Connection& connection, std::int64_t id, Rows& rows) {
    const std::int64_t ticket = rows.integer();
    const std::int64_t version = rows.integer();
    const std::string body = rows.text();
    const std::string salt = rows.bytes();
    const std::string digest = rows.bytes();
    const bool erased = rows.instant() != far_future;
    if (erased && !(body.empty() && salt.empty()))
      find(Finding::Kind::message, "message", id, "is erased and not empty");
    if (!erased && message_digest(salt, body) != digest)
      find(Finding::Kind::message, "message", id, "its words do not match their digest");
    Rows record = query(connection, "verify/record", Subject::ticket, ticket, version);
    if (!record.next()) {
      find(Finding::Kind::message, "message", id, "the record it came with is not in the log");
      return;
    }
    record.integer();
    const std::string act = record.text();
    if (act.find(hex_of(digest)) == std::string::npos && record.text().find(hex_of(digest)) == std::string::npos)
      find(Finding::Kind::message, "message", id, "the record it came with does not carry its digest");
  }

  void check_blobs(std::string_view statement, std::string_view what) {
    std::int64_t after = 0;
    bool more = static_cast<bool>(options_.has_blob);
    while (more) {
      std::vector<std::pair<std::int64_t, std::string>> hashes;
      snapshot([&](Connection& connection) {
        Rows rows = query(connection, statement, after, page);
        while (rows.next()) {
          const std::int64_t id = rows.integer();
          hashes.emplace_back(id, rows.text());
        }
      });
      more = !hashes.empty();
      for (const auto& [id, hash] : hashes) {  // outside the snapshot: reading bytes takes its time
        after = id;
        if (!hash.empty() && !options_.has_blob(hash)) find(Finding::Kind::blob, what, id, "its bytes are not there");
      }
    }
  }

  Database& database_;
  const VerifyOptions& options_;
  std::vector<Finding> findings_;
};

}  // namespace

Result<std::vector<Finding>> verify(Database& database, const VerifyOptions& options) {
  try {
    return Verification(database, options).run();
  } catch (const StorageFailure& failure) {
    return fail(ErrorCode::storage, "", failure.what());
  }
}

}  // namespace yakusoku::store
