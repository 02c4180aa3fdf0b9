// Hands mails to one SMTP server, by libcurl. Promises: one recipient a call and his result as the server said it; TLS
// is verified or there is no TLS at all, as configured (a server without STARTTLS is not talked to in the clear);
// connections are kept and used again, several at once; thread-safe; a call ends by its time limits, and soon after
// stop(). What is asked before the mail is at stake (log-in, TLS, a greeting of 554) never refuses the mail: it is
// tried later. Refuses, without a connection, what no server could take. Text of results is one line, never a secret.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "base/time.hpp"
#include "ports/mail.hpp"

namespace yakusoku::mail_out {

enum class Tls { none, starttls, implicit };
inline std::span<const std::string_view> enum_words(Tls) {
  static constexpr std::string_view words[] = {"none", "starttls", "implicit"};
  return words;
}

struct SmtpServer {
  std::string host;
  int port = 587;
  Tls tls = Tls::starttls;
  std::string user, password;          // empty user: no log-in
  std::function<Result<std::string>()> token;  // instead of the password: XOAUTH2 or OAUTHBEARER; asked for every mail
  std::string ca_file;                         // empty: the machine's authorities
  std::string hello_name;                      // of EHLO; empty: the machine's
  int connections = 4;                         // at most, at once
  Duration connect_limit = seconds(30);
  Duration answer_limit = minutes(5);  // to one command (RFC 5321 section 4.5.3.2)
  Duration whole_limit = minutes(15);  // of one mail
};

class Sender {
 public:
  explicit Sender(SmtpServer server);
  ~Sender();  // nobody may be sending any more
  Sender(const Sender&) = delete;
  Sender& operator=(const Sender&) = delete;

  // `source` is what goes over the wire (compose.hpp, dkim.hpp); of the mail, the envelope is read. Waits for a free
  // connection.
  ports::Delivery send(const ports::OutgoingMail& mail, std::string source);
  // What is under way ends within a second as "later", and so does all that comes.
  void stop();

 private:
  class Pool;
  std::unique_ptr<Pool> pool_;
};

}  // namespace yakusoku::mail_out
