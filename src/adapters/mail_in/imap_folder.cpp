#include "adapters/mail_in/imap_folder.hpp"

#include <algorithm>
#include <unordered_set>

#include "base/sha256.hpp"

namespace yakusoku::mail_in {
namespace {

constexpr std::size_t asked_at_once = 1000;
constexpr std::size_t taken_at_once = 200;
constexpr std::size_t most_in_a_group = 32;
constexpr std::uint64_t largest_group = 4u << 20;
// So many noes one after the other are no matter of single mails: fetching the rest would be in vain.
constexpr int noes_that_end_a_round = 10;

std::string place_of(const ImapSettings& settings) {
  return to_hex(sha256(settings.host + "\n" + settings.user + "\n" + settings.folder)).substr(0, 8);
}

}  // namespace

FolderReader::FolderReader(const ImapSettings& settings, Keep keep, Missing missing, ports::TimeSource& time,
                           const Waker& waker)
    : settings_(settings),
      keep_(std::move(keep)),
      missing_(std::move(missing)),
      time_(time),
      waker_(waker),
      place_(place_of(settings)) {}

void FolderReader::start_anew(std::uint32_t uid_validity) {
  selected_once_ = true;
  uid_validity_ = uid_validity;
  seen_to_ = 0;
  tries_.clear();
  oversize_.clear();
  tidy_.clear();
}

std::string FolderReader::key_of(std::uint32_t uid) const {
  return "imap/" + settings_.name + "/" + place_ + "/" + std::to_string(uid_validity_) + "/" + std::to_string(uid);
}

void FolderReader::note(Trouble trouble, std::string text) { noted_ = {trouble, std::move(text)}; }

std::optional<FolderReader::Clock::time_point> FolderReader::next_try() const {
  std::optional<Clock::time_point> next;
  for (const auto& [uid, each] : tries_)
    if (!next || each.not_before < *next) next = each.not_before;
  return next;
}

Reached<void> FolderReader::read(ImapSession& session) {
  noted_ = {};
  noes_in_a_row_ = 0;
  const Folder folder = TRY(session.select(settings_.folder, settings_.after == After::keep));
  if (!selected_once_ || folder.uid_validity != uid_validity_) start_anew(folder.uid_validity);
  TRY_OUTCOME(look(session));
  for (;;) {
    TRY_OUTCOME(tidy(session));
    const Uids now = due();
    if (now.empty()) return {};
    TRY_OUTCOME(take(session, now));
  }
}

Reached<void> FolderReader::look(ImapSession& session) {
  std::uint64_t lowest = std::uint64_t{seen_to_} + 1;
  if (!tries_.empty()) lowest = std::min<std::uint64_t>(lowest, tries_.begin()->first);
  std::set<std::uint32_t> there;  // n:* always names the last one, even below n
  const Reply reply = TRY(session.command("UID SEARCH UID " + std::to_string(lowest) + ":*", [&](Response response) {
    if (const auto uids = read_search(response.line)) there.insert(uids->begin(), uids->end());
  }));
  if (!reply.ok) return failing(Trouble::server, "SEARCH: " + reply.text);
  std::erase_if(tries_, [&](const auto& each) { return !there.contains(each.first); });  // somebody took it away
  const Uids fresh(there.upper_bound(seen_to_), there.end());
  for (std::size_t from = 0; from < fresh.size(); from += asked_at_once) {
    const std::size_t to = std::min(from + asked_at_once, fresh.size());
    TRY_OUTCOME(sort_out(session, Uids(fresh.begin() + static_cast<std::ptrdiff_t>(from),
                                       fresh.begin() + static_cast<std::ptrdiff_t>(to))));
    seen_to_ = fresh[to - 1];
  }
  waiting_ = tries_.size();
  return {};
}

Reached<void> FolderReader::sort_out(ImapSession& session, const Uids& fresh) {
  std::vector<std::string> keys;
  for (const std::uint32_t uid : fresh) keys.push_back(key_of(uid));
  const auto missing = missing_(keys);
  if (!missing) return failing(Trouble::keep, missing.error().detail);
  const std::unordered_set<std::string> unkept(missing->begin(), missing->end());
  Uids kept;
  for (std::size_t i = 0; i < fresh.size(); ++i) {
    if (unkept.contains(keys[i]))
      tries_.emplace(fresh[i], Try{});
    else
      kept.push_back(fresh[i]);
  }
  // Kept before, and still here: the connection or the desk went between the keeping and the deleting.
  if (kept.empty() || (settings_.after != After::remove && settings_.after != After::move)) return {};
  for (const auto& [uid, size] : TRY(sizes_of(session, kept)))
    if (size <= largest_source) tidy_.insert(uid);
  return {};
}

FolderReader::Uids FolderReader::due() const {
  const auto now = Clock::now();
  std::vector<std::pair<int, std::uint32_t>> order;
  for (const auto& [uid, each] : tries_)
    if (each.not_before <= now) order.emplace_back(each.failures, uid);
  std::ranges::sort(order);
  Uids uids;
  for (std::size_t i = 0; i < std::min(order.size(), taken_at_once); ++i) uids.push_back(order[i].second);
  return uids;
}

Reached<FolderReader::Sizes> FolderReader::sizes_of(ImapSession& session, Uids uids) {
  std::ranges::sort(uids);
  Sizes sizes;
  const Reply reply = TRY(session.command("UID FETCH " + uid_set(uids) + " (UID RFC822.SIZE)", [&](Response response) {
    const auto fetched = read_fetch(response);
    if (fetched && fetched->size) sizes[fetched->uid] = *fetched->size;
  }));
  if (!reply.ok) note(Trouble::message, "FETCH RFC822.SIZE: " + reply.text);
  return sizes;
}

// Small ones together; one that failed before, or is large, alone.
Reached<void> FolderReader::take(ImapSession& session, const Uids& uids) {
  const Sizes sizes = TRY(sizes_of(session, uids));
  Uids group;
  std::uint64_t group_size = 0;
  const auto fetch_group = [&]() -> Reached<void> {
    const Uids some = std::exchange(group, {});
    group_size = 0;
    return some.empty() ? Reached<void>{} : fetch(session, some, 0);
  };
  for (const std::uint32_t uid : uids) {
    const auto size = sizes.find(uid);
    const std::uint64_t bytes = size == sizes.end() ? 0 : size->second;
    if (bytes > largest_source || oversize_.contains(uid)) {
      TRY_OUTCOME(fetch(session, {uid}, std::max(bytes, largest_source + 1)));
    } else if (size == sizes.end() || tries_[uid].failures > 0) {
      TRY_OUTCOME(fetch(session, {uid}, 0));
    } else {
      if (group.size() == most_in_a_group || group_size + bytes > largest_group) TRY_OUTCOME(fetch_group());
      group.push_back(uid);
      group_size += bytes;
    }
    if (noes_in_a_row_ >= noes_that_end_a_round) return failing(Trouble::keep, noted_.text);
  }
  return fetch_group();
}

Reached<void> FolderReader::fetch(ImapSession& session, const Uids& uids, std::uint64_t oversize) {
  std::set<std::uint32_t> left(uids.begin(), uids.end());
  const std::string what = oversize > 0 ? "BODY.PEEK[HEADER]" : "BODY.PEEK[]";
  const auto reply = session.command(
      "UID FETCH " + uid_set(uids) + " (UID INTERNALDATE " + what + ")", [&](Response response) {
        auto fetched = read_fetch(response);
        if (!fetched || !fetched->body || waker_.stopping() || !left.contains(fetched->uid)) return;
        if (fetched->body->size > largest_source) {
          oversize_.insert(fetched->uid);
          return;  // stays left: its header is fetched the next time
        }
        left.erase(fetched->uid);
        keep(std::move(*fetched), oversize);
      });
  if (!reply) {  // it may have been this mail that broke it
    if (!left.empty()) failed(*left.begin(), true);
    return std::unexpected(reply.error());
  }
  for (const std::uint32_t uid : left) {
    note(Trouble::message, "mail " + std::to_string(uid) + " could not be read: " + reply->text);
    failed(uid, true);
  }
  return {};
}

void FolderReader::keep(Fetched fetched, std::uint64_t oversize) {
  Arrival arrival;
  arrival.mailbox = settings_.name;
  arrival.key = key_of(fetched.uid);
  arrival.at = fetched.at.value_or(time_.now());
  arrival.source = std::move(fetched.body->bytes);
  arrival.oversize = oversize;
  const Outcome kept = keep_(std::move(arrival));
  if (!kept) {
    ++noes_in_a_row_;
    note(Trouble::keep, "mail " + std::to_string(fetched.uid) + " could not be kept: " +
                            std::string(entry_of(kept.error().code).name) + " " + kept.error().detail);
    failed(fetched.uid, false);
    return;
  }
  noes_in_a_row_ = 0;
  ++taken_;
  tries_.erase(fetched.uid);
  oversize_.erase(fetched.uid);
  waiting_ = tries_.size();
  if (oversize == 0 && settings_.after != After::keep) tidy_.insert(fetched.uid);
}

// The first time a mail may be tried again at once, alone and after the others: most often the connection was to blame.
void FolderReader::failed(std::uint32_t uid, bool again_at_once) {
  Try& each = tries_[uid];
  ++each.failures;
  if (again_at_once && each.failures == 1) return;
  const std::int64_t doublings = std::min(each.failures - 1, 16);
  const std::int64_t pause = std::min<std::int64_t>(std::int64_t{settings_.first_pause_seconds} << doublings,
                                                    settings_.longest_pause_seconds);
  each.not_before = Clock::now() + std::chrono::seconds(pause);
}

Reached<void> FolderReader::tidy(ImapSession& session) {
  const Uids all(tidy_.begin(), tidy_.end());
  for (std::size_t from = 0; from < all.size(); from += taken_at_once) {
    const std::size_t to = std::min(from + taken_at_once, all.size());
    const Uids some(all.begin() + static_cast<std::ptrdiff_t>(from), all.begin() + static_cast<std::ptrdiff_t>(to));
    const Reply reply = TRY(tidy_some(session, uid_set(some)));
    if (!reply.ok) {
      note(Trouble::after, reply.text);
      return {};  // they stay: the next round tries again
    }
    for (const std::uint32_t uid : some) tidy_.erase(uid);
  }
  return {};
}

Reached<Reply> FolderReader::tidy_some(ImapSession& session, const std::string& set) {
  switch (settings_.after) {
    case After::keep: return Reply{true, ""};
    case After::seen: return session.command("UID STORE " + set + " +FLAGS.SILENT (\\Seen)");
    case After::remove: return remove_some(session, set);
    case After::move: break;
  }
  const std::string target = folder_on_wire(settings_.move_to);
  const bool can_move = session.can("MOVE");
  const std::string there = (can_move ? "UID MOVE " : "UID COPY ") + set + " " + target;
  Reply reply = TRY(session.command(there));
  if (!reply.ok && reply.text.starts_with("[TRYCREATE]")) {
    TRY(session.command("CREATE " + target));
    reply = TRY(session.command(there));
  }
  if (!reply.ok || can_move) return reply;
  return remove_some(session, set);
}

// Without UIDPLUS a mail is only flagged: EXPUNGE would take what others have flagged, and we have perhaps not kept.
Reached<Reply> FolderReader::remove_some(ImapSession& session, const std::string& set) {
  const Reply flagged = TRY(session.command("UID STORE " + set + " +FLAGS.SILENT (\\Deleted)"));
  if (!flagged.ok || !session.can("UIDPLUS")) return flagged;
  return session.command("UID EXPUNGE " + set);
}

}  // namespace yakusoku::mail_in
