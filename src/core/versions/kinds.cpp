#include "core/versions/kinds.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "core/versions/versions.hpp"

namespace yakusoku::versions {
namespace {

constexpr bool a_thing = true, a_part = false;

constexpr Row all_rows[] = {
    {"title", "title_changed", a_part, {"title of the program", "プログラムの名称"}},
    {"vendor", "vendor_changed", a_part, {"vendor's name", "提供元の名称"}},
    {"effective", "effective_changed", a_part, {"effective date", "発効日"}},
    {"zone", "zone_changed", a_part, {"the program's time zone", "プログラムのタイムゾーン"}},
    {"languages", "languages_changed", a_part, {"languages", "対応言語"}},
    {"in_flight", "in_flight_changed", a_part, {"what happens to requests in flight", "対応中のお問い合わせの扱い"}},
    {"was", "was_changed", a_part, {"old names", "旧名称の対応"}},
    {"days.*", "days", a_thing, {"dates", "日付の一覧"}},
    {"calendars.*", "calendar", a_thing, {"calendar", "営業カレンダー"}},
    {"periods.*", "period", a_thing, {"period", "期間"}},
    {"facts.*", "fact", a_thing, {"fact", "項目"}},
    {"marks.*", "mark", a_thing, {"mark", "マーク"}},
    {"texts.*", "text", a_thing, {"text", "文章"}},
    {"products.*", "product", a_thing, {"product", "製品"}},
    {"environments.*", "environment", a_thing, {"environment", "環境"}},
    {"kinds.*", "kind", a_thing, {"kind of request", "お問い合わせの種類"}},
    {"kinds.*.title", "kind_renamed", a_part, {"name", "名称"}},
    {"kinds.*.means", "kind_redefined", a_part, {"definition", "定義"}},
    {"kinds.*.when", "kind_redefined", a_part, {"for which requests it exists", "対象"}},
    {"kinds.*.form", "kind_form_changed", a_part, {"form", "入力フォーム"}},
    {"severity.levels.*", "level", a_thing, {"severity", "重大度"}},
    {"severity.levels.*.title", "level_renamed", a_part, {"name", "名称"}},
    {"severity.levels.*.means", "level_redefined", a_part, {"definition", "定義"}},
    {"severity.levels.*.when", "level_redefined", a_part, {"for which requests it exists", "対象"}},
    {"severity.levels.*.never", "level_redefined", a_part, {"what is never of this level", "該当しないもの"}},
    {"severity.levels.*.asks_of_customer",
     "level_redefined",
     a_part,
     {"what is asked of the customer", "お客様へのお願い"}},
    {"severity.is", "severity_rule_changed", a_part, {"how the severity is set", "重大度の決め方"}},
    {"severity.change", "severity_rights_changed", a_part, {"who may change the severity", "重大度を変更できる人"}},
    {"admit", "admission", a_thing, {"rule of admission", "受付条件"}},
    {"clocks.*", "clock", a_thing, {"clock", "期限"}},
    {"clocks.*.starts", "clock_start_changed", a_part, {"what starts it", "開始の条件"}},
    {"clocks.*.met_by", "clock_met_changed", a_part, {"what meets it", "達成の条件"}},
    {"clocks.*.ends_on", "clock_end_changed", a_part, {"what ends it", "終了の条件"}},
    {"clocks.*.when", "clock_scope_changed", a_part, {"which requests it holds for", "対象のお問い合わせ"}},
    {"clocks.*.paused_while", "clock_pause_changed", a_part, {"when it is paused", "計測停止の条件"}},
    {"clocks.*.owed_by", "clock_owed_changed", a_part, {"who owes it", "責任を負う側"}},
    {"clocks.*.steps", "clock_steps_changed", a_part, {"steps", "段階ごとの動作"}},
    {"clocks.*.warn", "clock_warnings_changed", a_part, {"warnings", "期限間近のお知らせ"}},
    {"clocks.*.within", "target_changed", a_part, {"target", "目標時間"}},
    {"reactions.*", "reaction", a_thing, {"reaction", "自動の動作"}},
    {"effort", "effort_changed", a_part, {"hours of work", "対応体制"}},
    {"objectives.*", "objective", a_thing, {"objective", "期間目標"}},
    {"plans.*", "plan", a_thing, {"plan", "サポートプラン"}},
    {"plans.*.title", "plan_renamed", a_part, {"name", "名称"}},
    {"plans.*.price", "plan_price_changed", a_part, {"price", "料金"}},
    {"plans.*.valid", "plan_validity_changed", a_part, {"validity", "有効期間"}},
    {"plans.*.sold", "plan_sale_changed", a_part, {"time of sale", "販売期間"}},
    {"plans.*.builds_on", "plan_includes_changed", a_part, {"what it builds on", "基になるプラン"}},
    {"plans.*.when", "plan_includes_changed", a_part, {"what it covers", "対象範囲"}},
    {"contacts", "contacts_changed", a_part, {"rules for contacts", "登録コンタクトの条件"}},
    {"contacts.number", "contacts_number_changed", a_part, {"number of contacts", "登録コンタクトの人数"}},
    {"ledgers.*", "ledger", a_thing, {"balance", "残数"}},
    {"ledgers.*.grant", "ledger_grant_changed", a_part, {"how much is granted", "付与数"}},
    {"teams.*", "team", a_thing, {"team", "チーム"}},
    {"teams.*.hours", "team_hours_changed", a_part, {"hours", "対応時間"}},
    {"sites.*", "site", a_thing, {"site", "拠点"}},
    {"coverage", "coverage_changed", a_part, {"which team answers", "対応するチーム"}},
    {"routing", "routing_changed", a_part, {"routing", "振り分け"}},
    {"queue", "queue_changed", a_part, {"order of the queue", "対応の順序"}},
    {"speaks", "speaks_changed", a_part, {"languages of answers", "回答の言語"}},
    {"doors.*", "door", a_thing, {"channel", "窓口"}},
    {"doors.*.may", "door_permissions_changed", a_part, {"what may be done there", "できること"}},
    {"doors.*.intake", "door_intake_changed", a_part, {"intake hours", "受付時間"}},
    {"escalation", "escalation_changed", a_part, {"escalation", "エスカレーション"}},
    {"escalation.levels.*", "escalation_level", a_thing, {"level of escalation", "エスカレーション先"}},
    {"escalation.tiers.*", "tier", a_thing, {"tier", "サポート階層"}},
    {"escalation.asked", "escalation_request_changed", a_part, {"asking for escalation", "エスカレーションのご依頼"}},
    {"handoffs.*", "handoff", a_thing, {"hand-off", "引き継ぎ"}},
    {"closing", "closing_changed", a_part, {"closing", "クローズ"}},
    {"closing.reasons.*", "closing_reason", a_thing, {"closing reason", "クローズ理由"}},
    {"closing.reopen", "reopening_changed", a_part, {"reopening", "再開"}},
    {"engagements", "engagements_changed", a_part, {"scheduled work", "予定された支援"}},
    {"engagements.sessions.*", "session", a_thing, {"session", "個別相談"}},
    {"engagements.packages.*", "package", a_thing, {"package", "導入支援パッケージ"}},
    {"engagements.duties.*", "duty", a_thing, {"recurring duty", "定期的な支援"}},
    {"status_page", "status_page_changed", a_part, {"status page", "稼働状況（ステータスページ）"}},
    {"status_page.components.*", "status_component", a_thing, {"component on the status page", "稼働状況の項目"}},
    {"notices.*", "notice", a_thing, {"notice", "通知メール"}},
    {"overlays", "overlays_changed", a_part, {"overlays", "上書きの条件"}},
    {"overlay_files.*", "overlay", a_thing, {"overlay", "上書き"}},
};

constexpr Special all_specials[] = {
    {"target_changed", {"{name}{cases}: {before} → {after}.", "{name}{cases}：{before} → {after}に変更しました。"}},
    {"target_added", {"{name}{cases}: promised anew, {after}.", "{name}{cases}：{after}を新たにお約束します。"}},
    {"target_removed",
     {"{name}{cases}: no longer promised (was {before}).",
      "{name}{cases}：お約束を終了しました（変更前：{before}）。"}},
    {"promise_softened",
     {"{name}{cases}: softened, {before} → {after}.",
      "{name}{cases}：約束を緩め、{before} → {after}に変更しました。"}},
    {"promise_hardened",
     {"{name}{cases}: made firmer, {before} → {after}.",
      "{name}{cases}：より確かな約束として、{before} → {after}に変更しました。"}},
    {"target_words_changed",
     {"{name}{cases}: the same target in other words, {before} → {after}.",
      "{name}{cases}：目標時間は同じで、表現を{before} → {after}に変更しました。"}},
    {"levels_reordered",
     {"Severities in another order, worst first: {before} → {after}.",
      "重大度の順序（重い順）：{before} → {after}に変更しました。"}},
    {"plans_reordered",
     {"Plans in another order, best first: {before} → {after}.",
      "サポートプランの順序（上位から）：{before} → {after}に変更しました。"}},
    {"fact_values_reordered",
     {"{name}: values in another order, worst first: {before} → {after}.",
      "{name}：値の順序（重い順）を{before} → {after}に変更しました。"}},
    {"holiday_added", {"{name}: dates added, {after}.", "{name}：日付を追加しました（{after}）。"}},
    {"holiday_removed", {"{name}: dates removed, {before}.", "{name}：日付を削除しました（{before}）。"}},
    {"calendar_hours_changed",
     {"{name}{cases}: hours {before} → {after}.", "{name}{cases}：時間帯を{before} → {after}に変更しました。"}},
    {"calendar_zone_changed",
     {"{name}{cases}: time zone {before} → {after}.",
      "{name}{cases}：タイムゾーンを{before} → {after}に変更しました。"}},
    {"calendar_dates_changed",
     {"{name}{cases}: special dates {before} → {after}.",
      "{name}{cases}：特別な日の扱いを{before} → {after}に変更しました。"}},
    {"calendar_day_changed",
     {"{name}{cases}: how a business day is counted, {before} → {after}.",
      "{name}{cases}：営業日の数え方を{before} → {after}に変更しました。"}},
    {"note_changed",
     {"{name}: the author's note, {before} → {after}.", "{name}：注記を{before} → {after}に変更しました。"}},
    {"source_changed",
     {"{name}: whether the page gives it, {before} → {after}.",
      "{name}：出典の有無を{before} → {after}に変更しました。"}},
    {"claim_changed",
     {"{name}: what the page claims, {before} → {after}.",
      "{name}：公開ページ上の表示を{before} → {after}に変更しました。"}},
    {"clause_changed",
     {"{name}: address of its clause, {before} → {after}.", "{name}：条項番号を{before} → {after}に変更しました。"}},
    {"admission_added", {"New rule of admission{cases}: {after}.", "受付条件の追加{cases}：{after}。"}},
    {"admission_removed", {"Rule of admission gone{cases}: {before}.", "受付条件の廃止{cases}：{before}。"}},
    {"admission_changed",
     {"Rule of admission{cases}: {before} → {after}.", "受付条件{cases}：{before} → {after}に変更しました。"}},
    {"changed", {"{name}: {before} → {after}.", "{name}：{before} → {after}に変更しました。"}},
};

constexpr Phrase added = {"New {noun}: {name}{cases}{after_aside}.",
                          "{noun}「{name}」{cases}を追加しました{after_aside}。"};
constexpr Phrase removed = {"No longer there: the {noun} {name}{cases}{before_aside}.",
                            "{noun}「{name}」{cases}を廃止しました{before_aside}。"};
constexpr Phrase changed = {"{name}{cases}: {part}: {before} → {after}.",
                            "{name}{cases}：{part}を{before} → {after}に変更しました。"};
constexpr Phrase part_added = {"{name}{cases}: {part} is new: {after}.",
                               "{name}{cases}：{part}を追加しました（{after}）。"};
constexpr Phrase part_removed = {"{name}{cases}: {part} is gone (was {before}).",
                                 "{name}{cases}：{part}を削除しました（変更前：{before}）。"};
// Where there is no part to name.
constexpr Phrase whole_changed = {"{name}{cases}: {before} → {after}.",
                                  "{name}{cases}：{before} → {after}に変更しました。"};
constexpr Phrase whole_added = {"{name}{cases}: new, {after}.", "{name}{cases}：{after}を追加しました。"};
constexpr Phrase whole_removed = {"{name}{cases}: no longer {before}.", "{name}{cases}：{before}を削除しました。"};

std::vector<std::string_view> parts_of(std::string_view path) {
  std::vector<std::string_view> parts;
  for (std::size_t from = 0; from <= path.size();) {
    const std::size_t dot = std::min(path.find('.', from), path.size());
    parts.push_back(path.substr(from, dot - from));
    from = dot + 1;
  }
  return parts;
}

struct SectionName {
  std::string_view key;
  Phrase phrase;
};
constexpr SectionName sections[] = {
    {"severity", {"Severity", "重大度"}},
    {"kinds", {"Kinds of request", "お問い合わせの種類"}},
    {"facts", {"What is asked", "入力項目"}},
    {"clocks", {"Targets and deadlines", "目標時間と期限"}},
    {"objectives", {"Objectives over a period", "期間目標"}},
    {"calendars", {"Hours", "営業時間"}},
    {"days", {"Holidays and special dates", "祝日・休業日"}},
    {"doors", {"Channels", "窓口"}},
    {"plans", {"Plans", "サポートプラン"}},
    {"contacts", {"Contacts", "登録コンタクト"}},
    {"ledgers", {"Balances", "残数"}},
    {"escalation", {"Escalation", "エスカレーション"}},
    {"closing", {"Closing and reopening", "クローズと再開"}},
    {"admit", {"What is accepted", "サポート範囲"}},
    {"engagements", {"Scheduled work", "予定された支援"}},
    {"status_page", {"Status page", "稼働状況（ステータスページ）"}},
    {"notices", {"Notices", "通知メール"}},
    {"teams", {"Teams", "チーム"}},
    {"coverage", {"Teams", "チーム"}},
    {"routing", {"Teams", "チーム"}},
    {"queue", {"Teams", "チーム"}},
    {"effort", {"Teams", "チーム"}},
    {"products", {"Products", "製品"}},
    {"environments", {"Environments", "環境"}},
    {"texts", {"Texts", "文章"}},
};

}  // namespace

std::span<const Row> rows() { return all_rows; }
std::span<const Special> specials() { return all_specials; }

const Row* row_of(std::string_view pattern, std::size_t& parts) {
  const auto path = parts_of(pattern);
  const Row* best = nullptr;
  parts = 0;
  for (const Row& row : all_rows) {
    const auto wanted = parts_of(row.pattern);
    if (wanted.size() > path.size() || wanted.size() <= parts) continue;
    if (!std::equal(wanted.begin(), wanted.end(), path.begin())) continue;
    best = &row;
    parts = wanted.size();
  }
  return best;
}

Phrase noun_of(std::string_view kind) {
  for (const Row& row : all_rows) {
    if (!row.thing && row.word == kind) return row.noun;
    if (row.thing && kind.starts_with(row.word) && kind.size() > row.word.size() && kind[row.word.size()] == '_') {
      const std::string_view rest = kind.substr(row.word.size() + 1);
      if (rest == "added" || rest == "removed" || rest == "changed") return row.noun;
    }
  }
  return {};
}

Phrase phrase_of(std::string_view kind, bool had_before, bool has_after, bool whole) {
  for (const Special& each : all_specials)
    if (each.word == kind) return each.phrase;
  const auto is_thing = [&](std::string_view ending) {
    return std::ranges::any_of(all_rows, [&](const Row& row) {
      return row.thing && kind.size() == row.word.size() + ending.size() && kind.starts_with(row.word) &&
             kind.ends_with(ending);
    });
  };
  if (is_thing("_added")) return added;
  if (is_thing("_removed")) return removed;
  if (had_before && has_after) return whole ? whole_changed : changed;
  if (whole) return has_after ? whole_added : whole_removed;
  return has_after ? part_added : part_removed;
}

Phrase section_phrase(std::string_view key) {
  for (const SectionName& each : sections)
    if (each.key == key) return each.phrase;
  return {"The program as a whole", "プログラム全体"};
}

std::vector<std::string> kinds_of_difference() {
  std::vector<std::string> kinds;
  for (const Row& row : all_rows) {
    if (!row.thing) {
      kinds.emplace_back(row.word);
    } else {
      for (const char* ending : {"_added", "_removed", "_changed"}) kinds.push_back(std::string(row.word) + ending);
      if (row.word == "days") kinds.pop_back();  // told as holiday_added and holiday_removed
    }
  }
  for (const Special& each : all_specials) kinds.emplace_back(each.word);
  std::ranges::sort(kinds);
  kinds.erase(std::ranges::unique(kinds).begin(), kinds.end());
  return kinds;
}

}  // namespace yakusoku::versions
