// What stands in a notice while somebody only looks at it.

#include <algorithm>
#include <utility>

#include "core/notices/notices.hpp"

namespace yakusoku::notices {
namespace {

struct Sample {
  std::string_view name, english, japanese;
};

constexpr Sample samples[] = {
    {"contact.name", "Hanako Yamada", "山田 花子"},
    {"contact.language", "English", "日本語"},
    {"url", "https://support.example/requests/1042", "https://support.example/requests/1042"},
    {"request.number", "1042", "1042"},
    {"request.subject", "API calls time out in Tokyo", "東京リージョンのAPIがタイムアウトする"},
    {"request.kind", "Incident", "障害"},
    {"request.severity", "High", "高"},
    {"request.status", "open", "対応中"},
    {"customer.name", "Acme Ltd.", "株式会社アクメ"},
    {"team.title", "Support", "サポート"},
    {"agent.name", "Ken Sato", "佐藤 健"},
    {"author.name", "Ichiro Suzuki", "鈴木 一郎"},
    {"promise.words", "First response by Wed, 1 April 2026, 14:05 JST\nNext update by Wed, 1 April 2026, 16:00 JST",
     "初回応答：2026年4月1日(水) 14:05 JSTまで\n経過報告：2026年4月1日(水) 16:00 JSTまで"},
    {"promise.due", "Wed, 1 April 2026, 14:05 JST", "2026年4月1日(水) 14:05 JST"},
    {"promise.left", "18 minutes", "18分"},
    {"language.words", "We answer in English or Japanese.", "ご回答は英語または日本語でお送りします。"},
    {"reason.title", "Answered", "回答済み"},
    {"reason.means", "Your question was answered.", "ご質問にお答えしました。"},
    {"reopen.words", "An answer until 8 April 2026 reopens the request.",
     "2026年4月8日までにご連絡いただければ、対応を再開いたします。"},
    {"event.title", "Due soon: first response", "期限間近：初回応答"},
    {"meeting.title", "Screen sharing", "画面共有"},
    {"meeting.from", "Thu, 2 April 2026, 10:00 JST", "2026年4月2日(木) 10:00 JST"},
    {"meeting.length", "1 hour", "1時間"},
    {"door.name", "Portal", "お客様ポータル"},
    {"door.address", "https://support.example/requests/new", "https://support.example/requests/new"},
    {"words", "The connection pool was too small since this morning. We have enlarged it; could you try once more?",
     "今朝から、接続プールの上限に達していたことがわかりました。上限を引き上げましたので、もう一度お試しいただけます"
     "でしょうか。"},
    {"history", "On 1 April 2026, 13:58 JST, Ichiro Suzuki wrote:\n> All calls time out since 9:00.",
     "2026年4月1日(水) 13:58 JST、鈴木 一郎 様：\n> 9時から、すべての呼び出しがタイムアウトします。"},
    {"count", "3", "3"},
    {"link.valid", "15 minutes", "15分"},
    {"test.sent", "Wed, 1 April 2026, 14:05 JST", "2026年4月1日(水) 14:05 JST"},
};

// Of another notice than an answer the words are others.
std::string_view words_of(NoticeKind kind, bool japanese) {
  switch (kind) {
    case NoticeKind::message:
      return japanese ? "9時から、すべての呼び出しがタイムアウトします。\nログを添付します。"
                      : "All calls time out since 9:00.\nThe log is attached.";
    case NoticeKind::reminder:
      return japanese ? "ログをお送りいただけますでしょうか。" : "Could you send us the log?";
    case NoticeKind::staff_told:
      return japanese ? "初回応答の期限まで、残り18分です。" : "18 minutes are left for the first response.";
    case NoticeKind::digest:
      return japanese ? "#1042 返信がありました\n#1043 解決済みになりました\n#1044 期限間近です"
                      : "#1042 was answered\n#1043 was solved\n#1044 is due soon";
    case NoticeKind::promise:
    case NoticeKind::reopened:
    case NoticeKind::moved:
    case NoticeKind::meeting:
    case NoticeKind::solved:
    case NoticeKind::closed:
    case NoticeKind::test: return {};
    case NoticeKind::reply:
    case NoticeKind::receipt:
    case NoticeKind::wrong_door:
    case NoticeKind::held:
    case NoticeKind::access: break;
  }
  for (const Sample& each : samples)
    if (each.name == "words") return japanese ? each.japanese : each.english;
  return {};
}

}  // namespace

Values sample_values(const program::Program& program, NoticeKind kind, std::string_view language) {
  const bool japanese = language == "ja" || language.starts_with("ja-");
  Values values;
  for (const Sample& each : samples) {
    const program::Placeholder* known = program::placeholder(each.name);
    if (known && known->known_in(kind)) values.set(each.name, std::string(japanese ? each.japanese : each.english));
  }
  const auto own = [&](std::string_view name, const program::Text& title) {
    if (!values.text(name).empty() && !title.empty()) values.set(name, std::string(title.in(language)));
  };
  if (!program.kinds.empty()) own("request.kind", program.kinds.front().title);
  if (!program.teams.empty()) own("team.title", program.teams.front().title);
  if (!program.severity.levels.empty()) {
    own("request.severity", program.severity.levels.front().title);
  } else {
    values.set("request.severity", "");
  }
  if (const program::Door* portal = program.door("portal")) {
    own("door.name", portal->title);
  } else if (!program.doors.empty()) {
    own("door.name", program.doors.front().title);
  }
  const program::ClosingReason* reason = program.closing.reason(program.closing.by_default);
  if (kind == NoticeKind::held) {
    values.set("reason.title", japanese ? "差出人を確認できません" : "The sender could not be verified");
    values.set("reason.means", "");
  } else if (kind == NoticeKind::staff_told) {
    values.set("reason.title", "").set("reason.means", "");
  } else if (reason) {
    own("reason.title", reason->title);
    own("reason.means", reason->means);
  }
  if (program::placeholder("words")->known_in(kind)) values.set("words", std::string(words_of(kind, japanese)));
  return values;
}

}  // namespace yakusoku::notices
