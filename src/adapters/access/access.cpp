#include "adapters/access/access.hpp"
#include "base/text.hpp"

#include "base/sha256.hpp"

namespace yakusoku::access {
namespace {

constexpr std::string_view cookie = "yakusoku";
constexpr std::string_view token_suffix = "/token";
constexpr std::int64_t session_seconds = 12 * 3600;

std::string digest(std::string_view secret) { return to_hex(sha256(secret)); }

std::string folded(std::string_view address) { return ascii_lower(http::trim(address)); }

Access access_of(ports::Reader& reader, const ports::PersonRow& person, std::string_view door) {
  Access access;
  access.caller.person = person.id;
  access.caller.role = person.role;
  access.caller.organization = person.organization;
  access.caller.door = door;
  access.name = person.name;
  access.email = person.email;
  access.language = person.language;
  access.zone = person.zone;
  if (access.zone.empty() && person.organization) {
    if (const auto organization = reader.organization(person.organization)) access.zone = organization->zone;
  }
  return access;
}

Result<Access> by_token(Services& services, std::string_view token, std::string_view address) {
  Result<Access> result = fail(ErrorCode::not_authenticated);
  TRY_OUTCOME(services.store.read([&](ports::Reader& reader) {
    const auto row = reader.token(digest(token));
    const auto person = row ? reader.person(row->person) : std::nullopt;
    if (!person || person->suspended || (!address.empty() && person->email != folded(address))) return;
    result = access_of(reader, *person, "api");
  }));
  return result;
}

Result<Access> by_password(const http::Request& request, Services& services, Gate& gate, std::string_view address,
                           std::string_view password, std::string_view door) {
  const std::string account = folded(address);
  const Instant now = services.now();
  if (const Duration wait = gate.wait(account, request.peer, now); wait > seconds(0)) {
    return fail(ErrorCode::too_often, "", std::to_string(wait.seconds));
  }
  std::optional<ports::PersonRow> person;
  std::optional<Access> access;
  TRY_OUTCOME(services.store.read([&](ports::Reader& reader) {
    person = reader.person_by_address(account);
    if (person) access = access_of(reader, *person, door);
  }));
  const bool right = services.passwords.matches(password, person ? person->password : std::string());
  if (!right || !person || person->suspended) {
    gate.failed(request.peer, now);
    return fail(ErrorCode::wrong_password);
  }
  gate.passed(account);
  return *access;
}

}  // namespace

std::string random_word(ports::Dice& dice) {
  const std::string bytes = dice.bytes(32);
  return to_hex({reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()});
}

Duration Gate::wait(std::string_view account, std::string_view peer, Instant now) {
  {
    const std::lock_guard lock(mutex_);
    const auto found = shut_out_.find(http::address_key(peer));
    if (found != shut_out_.end() && now < found->second) return found->second - now;
  }
  return accounts_.take(account, now);
}

void Gate::passed(std::string_view account) { accounts_.forget(account); }

void Gate::failed(std::string_view peer, Instant now) {
  const std::string key = http::address_key(peer);
  const Duration wait = peers_.take(key, now);
  if (wait <= seconds(0)) return;
  const std::lock_guard lock(mutex_);
  std::erase_if(shut_out_, [&](const auto& each) { return each.second <= now; });
  shut_out_[key] = now + wait;
}

std::optional<Access> session_of(const http::Request& request, Services& services) {
  const auto token = http::cookie_value(request, cookie, services.secure);
  if (!token) return std::nullopt;
  std::optional<Access> access;
  const Outcome read = services.store.read([&](ports::Reader& reader) {
    const auto session = reader.session(digest(*token));
    if (!session || session->expires_at <= services.now()) return;
    const auto person = reader.person(session->person);
    if (!person || person->suspended) return;
    access = access_of(reader, *person, ports::is_staff(person->role) ? "desk" : "portal");
    access->csrf = session->csrf;
    access->by_session = true;
  });
  if (!read) return std::nullopt;
  return access;
}

Result<Access> authenticate(const http::Request& request, Services& services, Gate& gate) {
  if (const auto token = http::bearer_token(request.headers)) return by_token(services, *token, "");
  if (const auto basic = http::basic_credentials(request.headers)) {
    if (basic->user.ends_with(token_suffix)) {
      return by_token(services, basic->password,
                      std::string_view(basic->user).substr(0, basic->user.size() - token_suffix.size()));
    }
    return by_password(request, services, gate, basic->user, basic->password, "api");
  }
  if (auto access = session_of(request, services)) return *std::move(access);
  return fail(ErrorCode::not_authenticated);
}

bool csrf_matches(const Access& access, std::string_view sent) {
  // Digests are compared, so that the time taken tells nothing of the token.
  return !access.csrf.empty() && digest(access.csrf) == digest(sent);
}

void log_in(const http::Request& request, Services& services, Gate& gate, std::string email, std::string password,
            std::function<void(Result<LoggedIn>)> done) {
  auto access = by_password(request, services, gate, email, password, "portal");
  if (!access) return done(std::unexpected(std::move(access.error())));
  const std::string token = random_word(services.dice);
  access->csrf = random_word(services.dice);
  access->by_session = true;
  if (access->caller.staff()) access->caller.door = "desk";
  ports::Command start;
  start.run = [person = access->caller.person, hash = digest(token), csrf = access->csrf](
                  ports::Transaction& transaction) { return desk::start_session(transaction, person, hash, csrf); };
  http::Cookie fresh;
  fresh.name = cookie;
  fresh.value = token;
  fresh.max_age = session_seconds;
  LoggedIn logged_in{http::set_cookie(fresh, services.secure), *std::move(access)};
  services.submit(std::move(start), [logged_in = std::move(logged_in), done = std::move(done)](ports::Done result) {
    if (!result.answer) return done(std::unexpected(result.answer.error()));
    done(logged_in);
  });
}

void log_out(const http::Request& request, Services& services, std::function<void(std::string cookie)> done) {
  http::Cookie forget;
  forget.name = cookie;
  forget.max_age = 0;
  const std::string header = http::set_cookie(forget, services.secure);
  const auto token = http::cookie_value(request, cookie, services.secure);
  if (!token) return done(header);
  ports::Command end;
  end.run = [hash = digest(*token)](ports::Transaction& transaction) { return desk::end_session(transaction, hash); };
  services.submit(std::move(end), [header, done = std::move(done)](const ports::Done&) { done(header); });
}

ports::Command command(const http::Request& request, const Access& access,
                       std::function<Result<ports::Answer>(ports::Transaction&)> run, std::string_view key) {
  ports::Command result;
  const std::string_view sent = key.empty() ? request.header("Idempotency-Key").value_or("") : key;
  if (!sent.empty()) {
    result.key = std::to_string(access.caller.person.value) + "/" + digest(sent);
    result.fingerprint = digest(request.method + "\n" + request.path + "\n" + request.body);
  }
  result.run = std::move(run);
  return result;
}

std::string language_of(const http::Request& request, const std::optional<Access>& access) {
  if (const auto wanted = request.query_value("language"); wanted == "ja" || wanted == "en")
    return std::string(*wanted);
  if (access && (access->language == "ja" || access->language == "en")) return access->language;
  const std::string_view accepted = request.header("Accept-Language").value_or("");
  const std::size_t japanese = accepted.find("ja"), english = accepted.find("en");
  return japanese != std::string_view::npos && (english == std::string_view::npos || japanese < english) ? "ja"
                                                                                                         : "en";
}

std::string base_url(const http::Request& request, const Services& services) {
  if (!services.base_url.empty()) return services.base_url;
  return (request.secure ? "https://" : "http://") + (request.host.empty() ? std::string("127.0.0.1") : request.host);
}

}  // namespace yakusoku::access
