#include "sim/backtest/desk_log.hpp"

#include <algorithm>
#include <numeric>
#include <set>

#include "base/json.hpp"
#include "sim/backtest/log_records.hpp"

namespace yakusoku::sim::backtest {
namespace {

using lifecycle::Side;
using lifecycle::Verb;

constexpr std::int64_t range = 256;  // tickets a piece
constexpr int deepest_in_log = 8;
constexpr std::size_t most_named = 1000;

// What people did; what only tells the desk's own doing, or speaks of a breach that may not be, is left out.
bool is_kept(const lifecycle::Act& act) {
  switch (act.verb) {
    case Verb::wake:
    case Verb::splice:
    case Verb::annotate: return false;
    case Verb::open:
    case Verb::message:
    case Verb::happen:
    case Verb::move: return true;
    case Verb::reply:
    case Verb::note:
    case Verb::set:
    case Verb::hold:
    case Verb::resume:
    case Verb::assign:
    case Verb::promise:
    case Verb::agree:
    case Verb::solve:
    case Verb::close:
    case Verb::reopen:
    case Verb::absorb:
    case Verb::escalate:
    case Verb::acknowledge:
    case Verb::end_escalation:
    case Verb::plan_change:
    case Verb::plan_step:
    case Verb::offer:
    case Verb::take_over:
    case Verb::withdraw_offer:
    case Verb::drop_baton:
    case Verb::effort_gap:
    case Verb::meet:
    case Verb::merged: return act.actor.side != Side::program;
  }
  return false;
}

Error unreadable(const ports::TicketAct& record) {
  return {ErrorCode::malformed, "ticket " + std::to_string(record.ticket.value),
          "record " + std::to_string(record.version) + " can't be read; `yakusoku verify` says more", ""};
}

Result<std::optional<PastRequest>> read_past(ports::Reader& reader, const std::vector<ports::TicketAct>& records,
                                             const std::string& program, std::int64_t head, int depth) {
  PastRequest past;
  for (const ports::TicketAct& record : records) {
    const auto act = act_in(record.act);
    if (!act) return std::unexpected(unreadable(record));
    PastEvent event;
    event.at = record.at;
    if (record.version == 1) {
      const auto opened = opened_in(record.facts);
      if (!opened) return std::unexpected(unreadable(record));
      const tickets::Ticket& ticket = opened->ticket;
      if (!program.empty() && ticket.program != program) return std::nullopt;
      past.order = record.ticket.value;
      past.id = std::to_string(record.ticket.value);
      past.version = ticket.version;
      if (ticket.organization) past.customer = std::to_string(ticket.organization.value);
      past.known = known_beside(ticket, *act);
    }
    if (!is_kept(*act)) continue;
    if (act->verb == Verb::move) event.version = moved_to_in(record.facts);
    if (act->verb == Verb::absorb && depth < deepest_in_log) {
      std::vector<ports::TicketAct> theirs;
      reader.ticket_acts(act->ticket, act->ticket, head, [&](const auto& each) { theirs.push_back(each); });
      auto other = TRY(read_past(reader, theirs, program, head, depth + 1));
      if (other) event.other = std::make_shared<const PastRequest>(std::move(*other));
    }
    event.known = act->seen;  // contact.away and the like as it was then
    event.act = std::move(*act);
    past.events.push_back(std::move(event));
    const PastEvent& last = past.events.back();
    if (record.version == 1 && answered_at_once(last.act, record.facts)) {
      PastEvent answer;
      answer.at = record.at;
      answer.act = answer_with(last.act);
      past.events.push_back(std::move(answer));
    }
  }
  if (past.events.empty()) return std::nullopt;
  return past;
}

class DeskLog final : public Source {
 public:
  DeskLog(WithReader read, DeskLogOptions options, std::int64_t head, std::int64_t newest)
      : read_(std::move(read)), options_(std::move(options)), head_(head) {
    const std::int64_t first = std::max<std::int64_t>(1, options_.first.value);
    tickets_ = std::max<std::int64_t>(0, newest - first + 1);
    ranges_ = (tickets_ + range - 1) / range;
    // About the golden section of them lies between one and the next: each prefix is spread evenly over all.
    stride_ = std::max<std::int64_t>(1, ranges_ * 618 / 1000);
    while (std::gcd(stride_, std::max<std::int64_t>(1, ranges_)) != 1) ++stride_;
  }

  std::int64_t total() const override { return tickets_; }

  Result<std::size_t> next_round(std::size_t pieces) override {
    firsts_.clear();
    for (; firsts_.size() < pieces && taken_ < ranges_; ++taken_)
      firsts_.push_back(std::max<std::int64_t>(1, options_.first.value) + taken_ * stride_ % ranges_ * range);
    return firsts_.size();
  }

  Result<std::vector<PastRequest>> piece(std::size_t number) override {
    const TicketId first{firsts_[number]}, last{firsts_[number] + range - 1};
    Result<std::vector<PastRequest>> requests{std::vector<PastRequest>()};
    TRY_OUTCOME(read_([&](ports::Reader& reader) {
      std::vector<std::vector<ports::TicketAct>> tickets;
      reader.ticket_acts(first, last, head_, [&](const ports::TicketAct& record) {
        if (record.version == 1) tickets.emplace_back();
        if (!tickets.empty()) tickets.back().push_back(record);
      });
      for (auto& records : tickets) {
        auto past = read_past(reader, records, options_.program, head_, 0);
        records = {};
        if (!past) {
          requests = std::unexpected(past.error());
          return;
        }
        if (*past) requests->push_back(std::move(**past));
      }
    }));
    return requests;
  }

 private:
  WithReader read_;
  DeskLogOptions options_;
  std::int64_t head_ = 0, tickets_ = 0, ranges_ = 0, stride_ = 1, taken_ = 0;
  std::vector<std::int64_t> firsts_;
};

}  // namespace

Result<std::optional<PastRequest>> request_from_log(ports::Reader& reader,
                                                    const std::vector<ports::TicketAct>& records,
                                                    const std::string& program, std::int64_t head) {
  return read_past(reader, records, program, head, 0);
}

Result<std::unique_ptr<Source>> desk_log(WithReader read, const DeskLogOptions& options) {
  std::int64_t head = 0, newest = 0;
  TRY_OUTCOME(read([&](ports::Reader& reader) {
    head = reader.head();
    newest = reader.newest_ticket().value;
  }));
  return std::make_unique<DeskLog>(std::move(read), options, head, newest);
}

Result<Backtest> backtest_desk(ports::Reader& reader, Options options, const DeskLogOptions& wanted) {
  options.workers = 1;
  options.run = one_after_the_other;
  const auto source = TRY(desk_log(
      [&](const auto& body) {
        body(reader);
        return Outcome();
      },
      wanted));
  Backtest result = TRY(backtest(*source, options));
  name_customers(result, reader);
  return result;
}

void name_customers(Backtest& result, ports::Reader& reader) {
  const auto named = [&](const std::string& number) {
    const auto row = number.empty() ? std::nullopt : reader.organization(OrganizationId{std::stoll(number)});
    return row ? row->name + " (" + number + ")" : number;
  };
  const auto rows = customers_of(result.tally.by_customer);
  for (std::size_t i = 0; i < rows.size() && i < most_named; ++i) {
    auto node = result.tally.by_customer.extract(rows[i].first);
    node.key() = named(rows[i].first);
    result.tally.by_customer.insert(std::move(node));
  }
  for (Changed& each : result.changed) each.customer = named(each.customer);
}

}  // namespace yakusoku::sim::backtest
