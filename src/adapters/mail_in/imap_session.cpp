#include "adapters/mail_in/imap_session.hpp"

#include <algorithm>

namespace yakusoku::mail_in {
namespace {

constexpr std::size_t longest_line = 16u << 20;  // the numbers of a million mails in one SEARCH
constexpr std::size_t longest_notice = 64u << 10;
constexpr std::size_t most_literals = 64;

}  // namespace

Reached<ImapSession> ImapSession::open(const ImapSettings& settings, const std::string& token, const Waker& waker) {
  ImapSession session(TRY(ImapConnection::open(settings, token, waker)));
  const Reply reply = TRY(session.command("CAPABILITY", [&](Response response) {
    if (auto words = read_capabilities(response.line)) session.capabilities_ = std::move(*words);
  }));
  if (!reply.ok) return failing(Trouble::server, "CAPABILITY: " + reply.text);
  return session;
}

bool ImapSession::can(std::string_view capability) const {
  return std::ranges::find(capabilities_, capability) != capabilities_.end();
}

std::string ImapSession::next_tag() {
  tag_ = "Y" + std::to_string(++commands_);
  return tag_;
}

Reached<std::string> ImapSession::read_line() {
  std::size_t searched = at_;
  for (;;) {
    const std::size_t end = buffer_.find("\r\n", searched);
    if (end != std::string::npos) {
      std::string line = buffer_.substr(at_, end - at_);
      at_ = end + 2;
      return line;
    }
    if (buffer_.size() - at_ > longest_line) return failing(Trouble::server, "a line without end");
    buffer_.erase(0, at_);
    at_ = 0;
    searched = buffer_.empty() ? 0 : buffer_.size() - 1;
    TRY_OUTCOME(connection_.receive(buffer_));
  }
}

Reached<Literal> ImapSession::read_literal(std::uint64_t size) {
  Literal literal;
  literal.size = size;
  const bool taken = size <= largest_source;
  if (taken) literal.bytes.reserve(size);  // pages that nothing is written to cost nothing
  std::uint64_t left = size;
  while (left > 0) {
    if (at_ == buffer_.size()) {
      buffer_.clear();
      at_ = 0;
      TRY_OUTCOME(connection_.receive(buffer_));
    }
    const std::size_t some = static_cast<std::size_t>(std::min<std::uint64_t>(left, buffer_.size() - at_));
    if (taken) literal.bytes.append(buffer_, at_, some);
    at_ += some;
    left -= some;
  }
  return literal;
}

Reached<Response> ImapSession::read_response() {
  Response response;
  for (;;) {
    std::string line = TRY(read_line());
    std::ranges::replace(line, literal_mark, ' ');
    response.line += line;
    if (!response.line.starts_with("* ") || response.line.starts_with("* OK") || response.line.starts_with("* NO") ||
        response.line.starts_with("* BAD") || response.line.starts_with("* BYE"))
      return response;  // words for people may end in braces
    const auto size = literal_size(line);
    if (!size) return response;
    if (response.literals.size() >= most_literals || response.line.size() > longest_line)
      return failing(Trouble::server, "a response without end");
    response.line.resize(response.line.rfind('{'));
    response.line += literal_mark;
    response.literals.push_back(TRY(read_literal(*size)));
  }
}

Reached<Reply> ImapSession::read_reply(const OnResponse& on_response) {
  for (;;) {
    Reached<Response> response = read_response();
    if (!response) {
      if (!last_bye_.empty()) response.error().text += ": " + last_bye_;
      return std::unexpected(std::move(response.error()));
    }
    const std::string_view line = response->line;
    if (line.starts_with(tag_ + " ")) {
      const std::string_view rest = line.substr(tag_.size() + 1);
      const std::size_t blank = std::min(rest.find(' '), rest.size());
      return Reply{same_word(rest.substr(0, blank), "OK"), std::string(rest.substr(std::min(blank + 1, rest.size())))};
    }
    if (line.starts_with("* BYE")) last_bye_ = line.substr(5);
    if (on_response) on_response(std::move(*response));
  }
}

Reached<Reply> ImapSession::command(const std::string& text, const OnResponse& on_response) {
  TRY_OUTCOME(connection_.send(next_tag() + " " + text + "\r\n"));
  return read_reply(on_response);
}

Reached<Folder> ImapSession::select(std::string_view folder, bool only_look) {
  Folder selected;
  const std::string verb = only_look ? "EXAMINE " : "SELECT ";
  const Reply reply = TRY(command(verb + folder_on_wire(folder), [&](Response response) {
    if (const auto validity = read_uid_validity(response.line)) selected.uid_validity = *validity;
  }));
  if (!reply.ok) return failing(Trouble::folder, std::string(folder) + ": " + reply.text);
  return selected;
}

void ImapSession::log_out() { [[maybe_unused]] const auto sent = connection_.send(next_tag() + " LOGOUT\r\n"); }

Reached<bool> ImapSession::start_idling() {
  TRY_OUTCOME(connection_.send(next_tag() + " IDLE\r\n"));
  bool told = false;
  for (;;) {
    const Response response = TRY(read_response());
    if (response.line.starts_with("+")) return told;
    if (response.line.starts_with(tag_ + " ")) return failing(Trouble::server, "IDLE: " + response.line);
    told = told || is_exists(response.line);
  }
}

Reached<bool> ImapSession::news() {
  const Reached<void> came = connection_.receive_what_came(buffer_);
  bool told = false;
  while (buffer_.find("\r\n", at_) != std::string::npos) {
    const std::string line = TRY(read_line());
    if (line.starts_with("* BYE") || line.starts_with(tag_ + " "))
      return failing(Trouble::dropped, "the server ended IDLE: " + line);
    told = told || is_exists(line);
  }
  buffer_.erase(0, at_);
  at_ = 0;
  if (buffer_.size() > longest_notice) return failing(Trouble::server, "a line without end");
  if (!came && !told) return std::unexpected(came.error());
  return told;
}

Reached<bool> ImapSession::end_idling() {
  TRY_OUTCOME(connection_.send("DONE\r\n"));
  bool told = false;
  const Reply reply = TRY(read_reply([&](Response response) { told = told || is_exists(response.line); }));
  if (!reply.ok) return failing(Trouble::server, "DONE: " + reply.text);
  return told;
}

}  // namespace yakusoku::mail_in
