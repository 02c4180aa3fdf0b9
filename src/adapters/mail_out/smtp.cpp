#include "adapters/mail_out/smtp.hpp"

#include <curl/curl.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <condition_variable>
#include <cstring>
#include <mutex>
#include <vector>

#include <fmt/format.h>

#include "adapters/mail_out/addresses.hpp"
#include "adapters/mail_out/compose.hpp"
#include "adapters/mail_out/smtp_dialogue.hpp"
#include "base/assert.hpp"

namespace yakusoku::mail_out {
namespace {

// Servers take so many mails on one connection and put off the next (OpenSMTPD and Gmail's relay after 100).
constexpr int most_on_a_connection = 50;

using Handle = std::unique_ptr<CURL, decltype(&curl_easy_cleanup)>;
using List = std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)>;

// One mail on its way through one connection: what libcurl's callbacks see.
struct Transfer {
  const std::string& source;
  const std::atomic<bool>& stopped;
  std::size_t read = 0;
  Dialogue dialogue;
};

std::size_t give(char* into, std::size_t size, std::size_t count, void* user) {
  Transfer& transfer = *static_cast<Transfer*>(user);
  const std::size_t most = std::min(size * count, transfer.source.size() - transfer.read);
  std::memcpy(into, transfer.source.data() + transfer.read, most);
  transfer.read += most;
  transfer.dialogue.body_sent();
  return most;
}

std::size_t hear(char* line, std::size_t size, std::size_t count, void* user) {
  static_cast<Transfer*>(user)->dialogue.answered({line, size * count});
  return size * count;
}

int note(CURL*, curl_infotype type, char* bytes, std::size_t size, void* user) {
  if (type == CURLINFO_HEADER_OUT) static_cast<Transfer*>(user)->dialogue.asked({bytes, size});
  return 0;
}

int go_on(void* user, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  return static_cast<Transfer*>(user)->stopped ? 1 : 0;
}

std::string url_of(const SmtpServer& server) {
  const bool v6 = server.host.find(':') != std::string::npos && !server.host.starts_with('[');
  return fmt::format("{}://{}{}{}:{}/{}", server.tls == Tls::implicit ? "smtps" : "smtp", v6 ? "[" : "", server.host,
                     v6 ? "]" : "", server.port, wire_domain(server.hello_name).value_or(""));
}

template <class T>
void set(CURL* curl, CURLoption option, T value) {
  ASSERT(curl_easy_setopt(curl, option, value) == CURLE_OK);
}

void set_server(CURL* curl, const SmtpServer& server, const std::string& token) {
  set(curl, CURLOPT_URL, url_of(server).c_str());
  set(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
  set(curl, CURLOPT_PROXY, "");
  set(curl, CURLOPT_NOSIGNAL, 1L);
  set(curl, CURLOPT_USE_SSL, static_cast<long>(server.tls == Tls::none ? CURLUSESSL_NONE : CURLUSESSL_ALL));
  set(curl, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  set(curl, CURLOPT_SSL_VERIFYPEER, 1L);
  set(curl, CURLOPT_SSL_VERIFYHOST, 2L);
  if (!server.ca_file.empty()) set(curl, CURLOPT_CAINFO, server.ca_file.c_str());
  set(curl, CURLOPT_CONNECTTIMEOUT, static_cast<long>(server.connect_limit.seconds));
  set(curl, CURLOPT_SERVER_RESPONSE_TIMEOUT, static_cast<long>(server.answer_limit.seconds));
  set(curl, CURLOPT_LOW_SPEED_LIMIT, 1L);
  set(curl, CURLOPT_LOW_SPEED_TIME, static_cast<long>(server.answer_limit.seconds));
  set(curl, CURLOPT_TIMEOUT, static_cast<long>(server.whole_limit.seconds));
  set(curl, CURLOPT_TCP_KEEPALIVE, 1L);
  set(curl, CURLOPT_UPLOAD, 1L);
  if (server.user.empty()) return;
  set(curl, CURLOPT_USERNAME, server.user.c_str());
  if (server.token)
    set(curl, CURLOPT_XOAUTH2_BEARER, token.c_str());
  else
    set(curl, CURLOPT_PASSWORD, server.password.c_str());
}

void set_transfer(CURL* curl, Transfer& transfer) {
  set(curl, CURLOPT_READFUNCTION, &give);
  set(curl, CURLOPT_READDATA, static_cast<void*>(&transfer));
  set(curl, CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(transfer.source.size()));
  set(curl, CURLOPT_HEADERFUNCTION, &hear);
  set(curl, CURLOPT_HEADERDATA, static_cast<void*>(&transfer));
  set(curl, CURLOPT_DEBUGFUNCTION, &note);
  set(curl, CURLOPT_DEBUGDATA, static_cast<void*>(&transfer));
  set(curl, CURLOPT_VERBOSE, 1L);
  set(curl, CURLOPT_XFERINFOFUNCTION, &go_on);
  set(curl, CURLOPT_XFERINFODATA, static_cast<void*>(&transfer));
  set(curl, CURLOPT_NOPROGRESS, 0L);
}

struct Round {
  ports::Delivery delivery;
  bool stale = false;  // an old connection was found dead before the mail was at stake: worth a new one
};

struct Envelope {
  std::string from, to;
};

Round try_once(CURL* curl, const SmtpServer& server, const std::string& token, const Envelope& envelope,
               const std::string& source, const std::atomic<bool>& stopped) {
  Transfer transfer{source, stopped, 0, {}};
  std::array<char, CURL_ERROR_SIZE> words{};
  const List recipients(curl_slist_append(nullptr, envelope.to.c_str()), &curl_slist_free_all);
  set_server(curl, server, token);
  set_transfer(curl, transfer);
  set(curl, CURLOPT_ERRORBUFFER, words.data());
  set(curl, CURLOPT_MAIL_FROM, envelope.from.c_str());
  set(curl, CURLOPT_MAIL_RCPT, recipients.get());
  const CURLcode status = curl_easy_perform(curl);
  long connected = 0;
  curl_easy_getinfo(curl, CURLINFO_NUM_CONNECTS, &connected);
  curl_easy_reset(curl);  // nothing of this call may be seen when the connection is closed, whenever that is
  const char* why = words[0] != '\0' ? words.data() : curl_easy_strerror(status);
  Round round{transfer.dialogue.delivery(status == CURLE_OK, why)};
  const bool unsaid = round.delivery.code.empty() || round.delivery.code.starts_with("421");
  round.stale = status != CURLE_OK && connected == 0 && unsaid && !transfer.dialogue.body_began() && !stopped;
  return round;
}

}  // namespace

class Sender::Pool {
 public:
  explicit Pool(SmtpServer server) : server_(std::move(server)) {
    static const CURLcode started = curl_global_init(CURL_GLOBAL_DEFAULT);
    ASSERT(started == CURLE_OK);
    free_.resize(static_cast<std::size_t>(std::max(server_.connections, 1)));
  }

  ports::Delivery send(const Envelope& envelope, const std::string& source) {
    using enum ports::Delivery::Outcome;
    Place place(*this);
    if (stopped_) return {later, "", "stopped"};
    std::string token;
    if (server_.token) {
      Result<std::string> given = server_.token();
      if (!given) return {later, "", "no token to log in with"};
      token = std::move(*given);
    }
    Round round = try_once(place.kept.handle.get(), server_, token, envelope, source, stopped_);
    if (round.stale) round = try_once(place.kept.handle.get(), server_, token, envelope, source, stopped_);
    return round.delivery;
  }

  void stop() { stopped_ = true; }

 private:
  struct Kept {
    Handle handle{nullptr, &curl_easy_cleanup};  // empty: not connected yet
    int used = 0;                                // mails
  };

  // A connection while it is in use. The one used last comes first: it is the likeliest to be alive.
  struct Place {
    explicit Place(Pool& of) : pool(of) {
      std::unique_lock lock(pool.mutex_);
      pool.given_back_.wait(lock, [this] { return !pool.free_.empty(); });
      kept = std::move(pool.free_.back());
      pool.free_.pop_back();
      lock.unlock();  // to end a connection takes a while
      if (!kept.handle || kept.used >= most_on_a_connection) kept = {Handle(curl_easy_init(), &curl_easy_cleanup), 0};
      ASSERT(kept.handle != nullptr);
      ++kept.used;
    }
    ~Place() {
      {
        const std::scoped_lock lock(pool.mutex_);
        pool.free_.push_back(std::move(kept));
      }
      pool.given_back_.notify_one();
    }
    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;
    Pool& pool;
    Kept kept;
  };

  const SmtpServer server_;
  std::atomic<bool> stopped_ = false;
  std::mutex mutex_;
  std::condition_variable given_back_;
  std::vector<Kept> free_;
};

Sender::Sender(SmtpServer server) : pool_(std::make_unique<Pool>(std::move(server))) {}
Sender::~Sender() = default;

ports::Delivery Sender::send(const ports::OutgoingMail& mail, std::string source) {
  const Outcome fine = sendable(mail);
  if (!fine) {
    const std::string why = fmt::format("the address of \"{}\" cannot be used", fine.error().field);
    return {ports::Delivery::Outcome::refused, "553 5.1.3", why};
  }
  const std::string from = mail.envelope_from.empty() ? "" : *wire_address(mail.envelope_from);
  return pool_->send({from, *wire_address(mail.to.address)}, source);
}

void Sender::stop() { pool_->stop(); }

}  // namespace yakusoku::mail_out
