#pragma once

// ACCESS: who is asking, for API and pages alike. Sessions of the pages (a cookie), API tokens and passwords; each time
// anew from the store, so that a role taken away holds from the next request on. Tokens are kept as digests, passwords
// are checked outside the writer, and an unknown address costs as much time as a known one.

#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "adapters/http/http.hpp"
#include "desk/desk.hpp"
#include "desk/mail.hpp"
#include "ports/blobs.hpp"
#include "ports/passwords.hpp"
#include "ports/store.hpp"

namespace yakusoku::access {

// What the faces need of mail.
struct MailDoor {
  const desk::MailOffice* office = nullptr;
  std::function<Result<desk::TakenMail>(const ports::MailSourceRow&)> read;  // a kept source, read anew
  std::function<Json()> mailboxes;                                          // how it goes with each, for administrators
  // What the DNS says of our domains, in words. Asks name servers: slow.
  std::function<Result<Json>(std::string_view language)> doctor;
  // For customers, what lets our mail through; empty where the desk sends none.
  // {"title","opening","lists":[{"title","items"}],"closing":[…],"text"}
  std::function<Json(std::string_view language)> advice;
};

// What the faces of a desk work with. All of it may be used from any thread.
struct Services {
  ports::Store& store;
  desk::Shelf& shelf;
  std::function<void(ports::Command, std::function<void(ports::Done)>)> submit;  // to the writer
  std::function<Instant()> now;
  ports::Passwords& passwords;
  ports::Dice& dice;
  ports::Blobs& blobs;                                             // files are put before their command runs
  std::string base_url;                                            // empty: as the client came
  bool secure = false;                                             // reached by TLS: __Host- cookies
  std::function<void(Instant, std::function<void()>)> push_clock;  // only on a desk made with --test-clock
  MailDoor mail{};                                                 // empty where the desk has no mailbox
  // A program's page as a PDF, drawn outside this process (its fonts are large); absent: not to be had here.
  std::function<Result<std::string>(const std::vector<program::SourceFile>&, std::string_view language, Instant now)>
      pdf{};
  // Past requests lived again under this version, as far as a few seconds reach: {"requests","all","diverged",
  // "clocks":[{"name","met","missed","met_then","missed_then"}],"changed":[{"ticket_id","words"}]}
  std::function<Result<Json>(ports::Reader&, std::shared_ptr<const program::Program>, Instant now,
                             std::string_view language)>
      backtest{};
};

struct Access {
  desk::Caller caller;
  std::string name, email, language, zone;
  std::string csrf;  // of the session; empty for tokens
  bool by_session = false;
};

// Tries of passwords and how many may fail; one for the whole desk. An account has ten in five minutes, right ones give
// all back; of an address only failed ones count, so that an office behind one address works on.
class Gate {
 public:
  // Seconds to wait before another try from there, or for that account; zero: go on.
  Duration wait(std::string_view account, std::string_view peer, Instant now);
  void passed(std::string_view account);
  void failed(std::string_view peer, Instant now);

 private:
  http::RateLimiter accounts_{http::Rate{10, minutes(5)}};
  http::RateLimiter peers_{http::Rate{30, minutes(5)}};
  std::mutex mutex_;
  std::map<std::string, Instant, std::less<>> shut_out_;  // addresses that failed too often, until when
};

// not_authenticated where nobody is named or who is named may not; wrong_password, too_often for passwords.
Result<Access> authenticate(const http::Request& request, Services& services, Gate& gate);

// 64 hexadecimal digits that nobody guesses: tokens of sessions and forms, keys of forms.
std::string random_word(ports::Dice& dice);

// The session's cookie alone, for pages; nothing where there is none that holds.
std::optional<Access> session_of(const http::Request& request, Services& services);
// Whether a form or call of that session was meant: the token it was given comes back.
bool csrf_matches(const Access& access, std::string_view sent);

struct LoggedIn {
  std::string cookie;  // the Set-Cookie value
  Access access;
};
// Checks the password and starts a session; answers through `done`, on the writer's thread. `too_often`,
// `wrong_password`.
void log_in(const http::Request& request, Services& services, Gate& gate, std::string email, std::string password,
            std::function<void(Result<LoggedIn>)> done);
// Ends the session; the cookie that forgets it.
void log_out(const http::Request& request, Services& services, std::function<void(std::string cookie)> done);

// A use case with its key: scoped to who sends it, told apart by method, path and body.
ports::Command command(const http::Request& request, const Access& access,
                       std::function<Result<ports::Answer>(ports::Transaction&)> run, std::string_view key = {});

// ja or en: the person's, else what the request prefers.
std::string language_of(const http::Request& request, const std::optional<Access>& access);
// http://host of links: the configured one, else the client's own.
std::string base_url(const http::Request& request, const Services& services);

}  // namespace yakusoku::access
