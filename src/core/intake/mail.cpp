#include "core/intake/mail.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace yakusoku::intake {
namespace {

// The same organisational domain, as far as can be told without a list of suffixes: equal, or one a subdomain of the other.
bool aligned(std::string_view one, std::string_view other) {
  const std::string a = ascii_lower(one), b = ascii_lower(other);
  if (a.empty() || b.empty() || a.find('.') == std::string::npos || b.find('.') == std::string::npos) return false;
  return a == b || a.ends_with("." + b) || b.ends_with("." + a);
}

bool is_machine(Kind kind) {
  switch (kind) {
    case Kind::normal: return false;
    case Kind::bounce:
    case Kind::auto_reply:
    case Kind::feedback_report:
    case Kind::read_receipt:
    case Kind::delivery_status: return true;
  }
  return true;
}

std::string machine_word(Kind kind) {
  switch (kind) {
    case Kind::normal: return {};
    case Kind::bounce: return "bounce";
    case Kind::auto_reply: return "auto_reply";
    case Kind::feedback_report: return "feedback_report";
    case Kind::read_receipt: return "read_receipt";
    case Kind::delivery_status: return "delivery_status";
  }
  return {};
}

// Whose mail may speak on this request: a party who proves to be himself, by what only he was sent or by our server's word.
bool proven(const Seen& seen, const Named& named) {
  if (!named.is_party) return false;
  const bool passed = seen.honesty == Honesty::passed;
  // An agent's voice needs the word that was sent to him, and our server's where it checks: whoever is copied on an answer
  // reads that word.
  if (seen.standing == Standing::staff) return named.secret && (passed || !seen.checks);
  return named.secret || passed;
}

}  // namespace

Honesty honesty_of(std::span<const Result> results, std::string_view own_server, std::string_view from_domain) {
  if (own_server.empty()) return Honesty::unknown;
  bool tried = false;
  bool passed = false;
  for (const Result& each : results) {
    if (ascii_lower(each.server) != ascii_lower(own_server)) break;
    const std::string result = ascii_lower(each.result);
    if (each.method == "dmarc") {
      if (result == "pass" && (each.domain.empty() || aligned(each.domain, from_domain))) return Honesty::passed;
      if (result == "fail") return Honesty::failed;
    }
    if (each.method != "spf" && each.method != "dkim") continue;
    if (result == "pass") passed = passed || aligned(each.domain, from_domain);
    if (result == "fail" || result == "pass") tried = true;  // a pass of somebody else's domain proves nothing of this one
  }
  if (passed) return Honesty::passed;
  return tried ? Honesty::failed : Honesty::unknown;
}

Verdict judge(const Seen& seen) {
  const auto speaks_on = std::ranges::find_if(seen.named, [&](const Named& each) { return proven(seen, each); });
  const bool speaks = speaks_on != seen.named.end();
  if (is_machine(seen.kind)) {
    return {Decision::note_only, speaks ? speaks_on->ticket : TicketId{}, machine_word(seen.kind)};
  }
  if (seen.ours) return {Decision::note_only, {}, "from_us"};
  if (seen.from_us) return {Decision::hold, {}, "from_us"};
  if (!seen.has_sender) return {Decision::hold, {}, "no_sender"};
  if (seen.suspended) return {Decision::hold, {}, "suspended"};
  if (seen.honesty == Honesty::failed) {
    return {Decision::hold, {}, seen.standing == Standing::staff ? "unverified_agent" : "unverified_sender"};
  }
  if (seen.several_authors) return {Decision::hold, {}, "several_authors"};
  if (seen.spam) return {Decision::hold, {}, "spam"};
  // Nobody vouches for a sender of ours: his words are taken, and the agent is told.
  const bool doubtful = seen.checks && seen.standing != Standing::stranger && seen.honesty == Honesty::unknown;
  const std::string doubt = doubtful ? "unverified" : "";
  if (speaks && speaks_on->takes && seen.door_takes_replies) return {Decision::append, speaks_on->ticket, doubt};
  if (seen.most_per_sender > 0 && seen.from_sender_this_hour >= seen.most_per_sender) {
    return {Decision::hold, {}, "flood"};
  }
  // An agent's mail without his word is anybody's: it opens nothing and says nothing in his name.
  if (seen.standing == Standing::staff) return {Decision::hold, {}, "unverified_agent"};
  const TicketId about = speaks ? speaks_on->ticket : seen.named.empty() ? TicketId{} : seen.named.front().ticket;
  if (!seen.door_opens) return {Decision::wrong_door, about, "door_only_appends"};
  if (speaks) return {Decision::open, about, "closed"};
  if (seen.named.empty()) return {Decision::open, {}, doubt};
  return {Decision::open, about, seen.named.front().is_party ? "not_proven" : "not_a_participant"};
}

}  // namespace yakusoku::intake
