// What was said on an SMTP connection, as libcurl's callbacks hear it, and what it means for the mail. Pure.
#pragma once

#include <string>
#include <string_view>

#include "ports/mail.hpp"

namespace yakusoku::mail_out {

class Dialogue {
 public:
  void asked(std::string_view command);  // a line of ours; log-ins are not kept
  void answered(std::string_view line);  // a line of the server's
  void body_sent() { body_ = true; }

  // How it stands, when libcurl says it is over: `done` as it went well, `why` in its words otherwise.
  ports::Delivery delivery(bool done, std::string_view why) const;
  bool body_began() const { return body_; }

 private:
  bool envelope_ = false;  // MAIL, RCPT or DATA was the last thing asked: the answer is about this mail
  bool body_ = false;
  bool leaving_ = false;   // a connection is being given up: what it still says is of no interest
  bool open_ = false;      // lines of an answer are still to come
  bool new_ = false;       // the answer to the last command has begun
  int code_ = 0;
  std::string text_;
};

}  // namespace yakusoku::mail_out
