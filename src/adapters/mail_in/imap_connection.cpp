#include "adapters/mail_in/imap_connection.hpp"

#include <curl/curl.h>
#include <poll.h>

#include <array>
#include <mutex>

namespace yakusoku::mail_in {
namespace {

constexpr int silence_milliseconds = 60'000;

CURL* start_curl() {
  static std::once_flag once;
  std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
  return curl_easy_init();
}

int on_progress(void* waker, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  return static_cast<const Waker*>(waker)->stopping() ? 1 : 0;
}

std::string url_of(const ImapSettings& settings) {
  const bool implicit = settings.tls == Tls::implicit;
  const int port = settings.port != 0 ? settings.port : implicit ? 993 : 143;
  const bool six = settings.host.find(':') != std::string::npos && !settings.host.starts_with('[');
  const std::string host = six ? "[" + settings.host + "]" : settings.host;
  return (implicit ? "imaps://" : "imap://") + host + ":" + std::to_string(port) + "/";
}

void set_up(CURL* curl, const ImapSettings& settings, const std::string& token, const Waker& waker, char* error) {
  curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, error);
  curl_easy_setopt(curl, CURLOPT_URL, url_of(settings).c_str());
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "imap,imaps");
  curl_easy_setopt(curl, CURLOPT_PROXY, "");  // what the environment says of proxies is said of HTTP
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_CONNECT_ONLY, 1L);
  curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, 30L);
  curl_easy_setopt(curl, CURLOPT_TIMEOUT, 60L);
  curl_easy_setopt(curl, CURLOPT_TCP_KEEPALIVE, 1L);
  curl_easy_setopt(curl, CURLOPT_TCP_KEEPIDLE, 60L);
  curl_easy_setopt(curl, CURLOPT_TCP_KEEPINTVL, 20L);
  curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
  curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, &on_progress);
  curl_easy_setopt(curl, CURLOPT_XFERINFODATA, const_cast<Waker*>(&waker));
  if (settings.tls == Tls::starttls) curl_easy_setopt(curl, CURLOPT_USE_SSL, static_cast<long>(CURLUSESSL_ALL));
  curl_easy_setopt(curl, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 1L);
  curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 2L);
  if (!settings.ca_file.empty()) {
    curl_easy_setopt(curl, CURLOPT_CAINFO, settings.ca_file.c_str());
    curl_easy_setopt(curl, CURLOPT_CAPATH, nullptr);
  }
  curl_easy_setopt(curl, CURLOPT_USERNAME, settings.user.c_str());
  if (settings.token)
    curl_easy_setopt(curl, CURLOPT_XOAUTH2_BEARER, token.c_str());
  else
    curl_easy_setopt(curl, CURLOPT_PASSWORD, settings.password.c_str());
}

Trouble trouble_of(CURLcode code) {
  if (code == CURLE_LOGIN_DENIED) return Trouble::log_in;
  static constexpr std::array tls = {
      CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_USE_SSL_FAILED,  CURLE_SSL_CACERT_BADFILE,
      CURLE_SSL_CIPHER,        CURLE_SSL_CERTPROBLEM,          CURLE_SSL_ISSUER_ERROR, CURLE_SSL_CRL_BADFILE};
  for (const CURLcode each : tls)
    if (code == each) return Trouble::tls;
  return Trouble::connect;
}

}  // namespace

void ImapConnection::Close::operator()(void* curl) const { curl_easy_cleanup(curl); }

Reached<ImapConnection> ImapConnection::open(const ImapSettings& settings, const std::string& token,
                                             const Waker& waker) {
  std::unique_ptr<void, Close> curl(start_curl());
  if (!curl) return failing(Trouble::connect, "libcurl has no memory");
  std::array<char, CURL_ERROR_SIZE> error{};
  set_up(curl.get(), settings, token, waker, error.data());
  const CURLcode code = curl_easy_perform(curl.get());
  curl_easy_setopt(curl.get(), CURLOPT_ERRORBUFFER, nullptr);
  if (waker.stopping()) return failing(Trouble::dropped, "stopped");
  if (code != CURLE_OK)
    return failing(trouble_of(code), error[0] != '\0' ? error.data() : curl_easy_strerror(code));
  curl_socket_t socket = CURL_SOCKET_BAD;
  if (curl_easy_getinfo(curl.get(), CURLINFO_ACTIVESOCKET, &socket) != CURLE_OK || socket == CURL_SOCKET_BAD)
    return failing(Trouble::dropped, "the server closed the connection after the log-in");
  return ImapConnection(curl.release(), socket, waker);
}

Reached<void> ImapConnection::wait(short events) {
  if (waker_->stopping()) return failing(Trouble::dropped, "stopped");
  // In slices, as the waker may be readable for another reason than stop, and stays so until the worker clears it.
  for (int waited = 0; waited < silence_milliseconds; waited += 500) {
    pollfd each{socket_, events, 0};
    const int ready = ::poll(&each, 1, 500);
    if (waker_->stopping()) return failing(Trouble::dropped, "stopped");
    if (ready > 0) return {};
  }
  return failing(Trouble::dropped, "the server said nothing for a minute");
}

Reached<void> ImapConnection::send(std::string_view bytes) {
  while (!bytes.empty()) {
    std::size_t sent = 0;
    const CURLcode code = curl_easy_send(curl_.get(), bytes.data(), bytes.size(), &sent);
    if (code == CURLE_AGAIN) {
      TRY_OUTCOME(wait(POLLOUT));
      continue;
    }
    if (code != CURLE_OK) return failing(Trouble::dropped, "the connection broke while a command was sent");
    bytes.remove_prefix(sent);
  }
  return {};
}

Reached<bool> ImapConnection::receive_some(std::string& into) {
  std::array<char, 16384> some;
  std::size_t got = 0;
  const CURLcode code = curl_easy_recv(curl_.get(), some.data(), some.size(), &got);
  if (code == CURLE_AGAIN) return false;
  if (code != CURLE_OK || got == 0) return failing(Trouble::dropped, "the server closed the connection");
  into.append(some.data(), got);
  return true;
}

Reached<void> ImapConnection::receive(std::string& into) {
  while (!TRY(receive_some(into))) TRY_OUTCOME(wait(POLLIN));
  if (waker_->stopping()) return failing(Trouble::dropped, "stopped");
  return {};
}

Reached<void> ImapConnection::receive_what_came(std::string& into) {
  while (into.size() < (1u << 20) && TRY(receive_some(into))) {
  }
  return {};
}

}  // namespace yakusoku::mail_in
