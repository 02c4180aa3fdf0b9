// What every page shares: who reads it, its navigation, and how times are said.

#include <algorithm>

#include <fmt/format.h>

#include "adapters/pages/site.hpp"
#include "base/zones.hpp"
#include "core/wording/time_words.hpp"

namespace yakusoku::pages {
namespace {

constexpr std::string_view language_cookie = "language";
constexpr std::int64_t language_cookie_seconds = 365 * 24 * 3600;

// This page again, with all that its address asks for.
std::string other_language_link(const http::Request& request, std::string_view language) {
  std::string link = request.path + "?language=" + (language == "ja" ? "en" : "ja");
  for (const auto& [name, value] : request.query)
    if (name != "language") link += "&" + http::percent_encode(name) + "=" + http::percent_encode(value);
  return link;
}

bool known_language(std::string_view word) { return word == "ja" || word == "en"; }

// What the address says, else what was chosen here before, else the person's, else the browser's.
std::string language_of(const http::Request& request, const std::optional<access::Access>& access, bool secure) {
  if (!known_language(request.query_value("language").value_or(""))) {
    const auto chosen = http::cookie_value(request, language_cookie, secure);
    if (chosen && known_language(*chosen)) return *chosen;
  }
  return access::language_of(request, access);
}

}  // namespace

Page begin_page(const Site& site, const http::Request& request) {
  Page page{site, request, access::session_of(request, site.services), "", "", Instant{}, Json::object()};
  page.language = language_of(request, page.access, site.services.secure);
  page.zone =
      page.access && !page.access->zone.empty() ? page.access->zone : (page.language == "ja" ? "Asia/Tokyo" : "UTC");
  page.now = site.services.now();
  page.set("language", page.language);
  page.set("other_language", page.language == "ja" ? "English" : "日本語");
  page.set("other_language_link", other_language_link(request, page.language));
  page.set("signed_in", page.access.has_value());
  page.set("staff", page.access && page.access->caller.staff());
  page.set("reader", page.access ? page.access->name : std::string());
  page.set("mail_advice", static_cast<bool>(site.services.mail.advice));
  page.set("csrf", page.access ? page.access->csrf : std::string());
  return page;
}

http::Response Page::render(std::string_view name, int status) {
  http::Response response = http::Response::html(status, site.render(name, language, data));
  response.headers.set("Cache-Control", "no-store");
  response.headers.set("Content-Language", language);
  if (known_language(request.query_value("language").value_or(""))) {
    http::Cookie chosen;
    chosen.name = language_cookie;
    chosen.value = language;
    chosen.max_age = language_cookie_seconds;
    response.headers.add("Set-Cookie", http::set_cookie(chosen, site.services.secure));
  }
  return response;
}

http::Response error_page(Page& page, const Error& error) {
  const ErrorEntry& entry = entry_of(error.code);
  page.set("title", page.text(entry.http == 404 ? "pages.error.not_found" : "pages.error.title"));
  page.set("message", std::string(page.language == "ja" ? entry.japanese : entry.english));
  page.set("clause", error.clause);
  return page.render("error", entry.http);
}

http::Response log_in_first(const http::Request& request) {
  return http::Response::redirect("/login?return_to=" + http::percent_encode(request.target));
}

bool from_elsewhere(const http::Request& request) {
  const std::string_view origin = request.header("Origin").value_or("");
  return !origin.empty() && origin != "null" && !origin.ends_with("://" + request.host);
}

std::string in(const program::Text& text, std::string_view language, std::string_view otherwise) {
  return std::string(text.empty() ? otherwise : text.in(language));
}

std::optional<Instant> instant_in(const Page& page, std::string_view text) {
  if (text.size() < 16) return std::nullopt;
  const auto date = zones::date_of(text.substr(0, 10));
  const auto number = [&](std::size_t at) {
    const bool digits = text[at] >= '0' && text[at] <= '9' && text[at + 1] >= '0' && text[at + 1] <= '9';
    return digits ? (text[at] - '0') * 10 + (text[at + 1] - '0') : 99;
  };
  const int hour = number(11), minute = number(14);
  if (!date || text[13] != ':' || hour > 23 || minute > 59) return std::nullopt;
  return zones::instant_of(page.zone, *date, hour * 3600 + minute * 60);
}

std::string wall_time(const Page& page, Instant at) {
  return at == far_future ? std::string() : wording::moment_words(page.language, page.zone, at, page.now);
}

std::string date_words(const Page& page, std::int32_t when) { return wording::date_words(page.language, when); }

std::string length_words(const Page& page, std::int64_t seconds) {
  return wording::length_words(page.language, seconds);
}

std::string time_left(const Page& page, Instant due) {
  if (due == far_future) return {};
  if (due > page.now) return page.text("pages.time.left", {{"length", length_words(page, (due - page.now).seconds)}});
  return page.text("pages.time.over", {{"length", length_words(page, (page.now - due).seconds)}});
}

std::string amount_words(const Page& page, std::string_view written, std::string_view calendar_title) {
  using program::Amount;
  const auto amount = program::parse_amount(written);
  if (!amount) return std::string(written);
  std::string words;
  switch (amount->form) {
    case Amount::Form::nothing:
      return amount->promise == Amount::Promise::best_effort ? page.text("pages.amount.best_effort") : "—";
    case Amount::Form::business_days:
      words = page.text(amount->days == 1 ? "pages.amount.business_day" : "pages.amount.business_days",
                        {{"n", std::to_string(amount->days)}});
      break;
    case Amount::Form::length:
    case Amount::Form::length_in:
    case Amount::Form::length_then_in: words = length_words(page, amount->length.seconds); break;
    case Amount::Form::moment:
    case Amount::Form::by_next_opening:
    case Amount::Form::by_fact:
    case Amount::Form::from_fact: return std::string(written);
  }
  // "2 business days" says by itself that hours count.
  const bool says_itself = calendar_title.empty() && amount->form == Amount::Form::business_days;
  if (!amount->calendar.empty() && amount->calendar != "always" && !says_itself) {
    words = page.text(calendar_title.empty() ? "pages.amount.in_hours" : "pages.amount.in",
                      {{"length", words}, {"calendar", std::string(calendar_title)}});
  }
  if (amount->promise == Amount::Promise::aim) return page.text("pages.amount.aim", {{"length", words}});
  if (amount->promise == Amount::Promise::at_least) return page.text("pages.amount.at_least", {{"length", words}});
  return words;
}

std::string pause_words(const Page& page, std::string_view cause) {
  if (cause == "customer") return page.text("pages.pause.customer");
  if (cause == "third_party") return page.text("pages.pause.third_party");
  return page.text(cause == "solved" ? "pages.pause.solved" : "pages.pause.other");
}

Json clock_words(const Page& page, const desk::ClockView& clock) {
  const std::string title = clock.title.empty() ? clock.clock : std::string(clock.title.in(page.language));
  std::string line;
  if (clock.state == "paused") {
    const std::int64_t left = clock.budget - clock.spent;
    line = page.text(left > 0 ? "pages.clock.paused" : "pages.clock.paused_open",
                     {{"cause", pause_words(page, clock.paused_by)},
                      {"left", length_words(page, std::max<std::int64_t>(0, left))}});
  } else if (clock.state == "running" && clock.due != far_future) {
    line = page.text(clock.promised ? "pages.clock.promised" : "pages.clock.due",
                     {{"at", wall_time(page, clock.due)}, {"left", time_left(page, clock.due)}});
  } else if (clock.state == "running" || clock.state == "idle") {
    line = clock.says.empty() ? page.text("pages.clock.no_figure") : std::string(clock.says.in(page.language));
  } else if (clock.state == "missed" || clock.state == "late") {
    line = page.text(clock.state == "late" ? "pages.clock.late" : "pages.clock.missed",
                     {{"at", wall_time(page, clock.breached_at == far_future ? clock.due : clock.breached_at)},
                      {"then", wall_time(page, clock.ended_at)}});
  } else if (clock.state == "met") {
    line = page.text("pages.clock.met", {{"at", wall_time(page, clock.ended_at)}});
  } else {
    line = page.text("pages.clock.ended");
  }
  std::string tone = "calm";
  if (clock.state == "missed" || clock.state == "late") tone = "broken";
  if (clock.state == "met") tone = "kept";
  if (clock.state == "paused") tone = "waiting";
  // The last quarter, at least five minutes and at most an hour: only what is about to break may shout.
  const std::int64_t soon = std::clamp<std::int64_t>(clock.budget / 4, 300, 3600);
  if (clock.state == "running" && clock.due != far_future && (clock.due - page.now).seconds <= soon) tone = "soon";
  return Json::object(
      {{"title", title},
       {"line", line},
       {"tone", tone},
       {"clause", clock.clause},
       {"clause_address", http::percent_encode(clock.clause)},
       {"amount", clock.says.empty() ? amount_words(page, clock.amount, clock.calendar_title.in(page.language))
                                     : std::string(clock.says.in(page.language))}});
}

}  // namespace yakusoku::pages
