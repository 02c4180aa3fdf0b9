// rooms: adapters/mail_out base ports
// The room adapters/mail_out by JSON lines: one object in, one object out, in order. See `answers` below.

#include <iostream>
#include <string>
#include <thread>
#include <vector>

#include "adapters/mail_out/compose.hpp"
#include "adapters/mail_out/dkim.hpp"
#include "adapters/mail_out/doctor.hpp"
#include "adapters/mail_out/smtp.hpp"
#include "base/json.hpp"
#include "base/json_fields.hpp"

namespace {

using namespace yakusoku;
using namespace yakusoku::mail_out;

std::string text_of(const Json& json, std::string_view name) { return json.get_string(name).value_or(""); }

std::string from_hex(std::string_view digits) {
  std::string out;
  for (std::size_t i = 0; i + 1 < digits.size(); i += 2)
    out += static_cast<char>(std::stoi(std::string(digits.substr(i, 2)), nullptr, 16));
  return out;
}

ports::MailAddress address_of(const Json& json, std::string_view name) {
  const Json* found = json.find(name);
  return found ? ports::MailAddress{text_of(*found, "name"), text_of(*found, "address")} : ports::MailAddress{};
}

ports::OutgoingMail mail_of(const Json& json) {
  ports::OutgoingMail mail;
  mail.stable_id = text_of(json, "stable_id");
  mail.message_id = text_of(json, "message_id");
  mail.from = address_of(json, "from"), mail.to = address_of(json, "to"),
  mail.reply_to = address_of(json, "reply_to");
  mail.envelope_from = text_of(json, "envelope_from");
  mail.subject = text_of(json, "subject"), mail.text = text_of(json, "text"), mail.html = text_of(json, "html");
  mail.language = text_of(json, "language");
  mail.in_reply_to = text_of(json, "in_reply_to");
  if (const Json* list = json.find("references"))
    for (const Json& each : list->items()) mail.references.push_back(each.string());
  mail.auto_submitted = text_of(json, "auto_submitted"), mail.unsubscribe_url = text_of(json, "unsubscribe_url");
  if (const Json* list = json.find("attachments"))
    for (const Json& each : list->items())
      mail.attachments.push_back({text_of(each, "name"), text_of(each, "type"), from_hex(text_of(each, "hex"))});
  mail.at = Instant{json.get_integer("at").value_or(0)};
  return mail;
}

SmtpServer server_of(const Json& json) {
  SmtpServer server;
  server.host = text_of(json, "host");
  server.port = static_cast<int>(json.get_integer("port").value_or(0));
  const std::string tls = text_of(json, "tls");
  server.tls = tls == "starttls" ? Tls::starttls : tls == "implicit" ? Tls::implicit : Tls::none;
  server.user = text_of(json, "user"), server.password = text_of(json, "password");
  if (const auto token = json.get_string("token"))
    server.token = [token]() -> Result<std::string> {
      if (token->empty()) return fail(ErrorCode::unavailable, "token");
      return *token;
    };
  server.ca_file = text_of(json, "ca_file"), server.hello_name = text_of(json, "hello_name");
  server.connections = static_cast<int>(json.get_integer("connections").value_or(4));
  const std::int64_t limit = json.get_integer("limit").value_or(20);
  server.connect_limit = server.answer_limit = server.whole_limit = seconds(limit);
  return server;
}

Json result_of(const ports::Delivery& delivery) {
  constexpr std::string_view words[] = {"delivered", "later", "refused"};
  return Json::object(
      {{"outcome", words[static_cast<int>(delivery.outcome)]}, {"code", delivery.code}, {"text", delivery.text}});
}

class Driver {
 public:
  Json answer(const Json& ask) {
    const std::string what = text_of(ask, "do");
    if (what == "source") return Json::object({{"source", source_of(mail_of(*ask.find("mail")))}});
    if (what == "key") return Json::object({{"pem", new_dkim_key().value()}});
    if (what == "keys") return keys(ask);
    if (what == "server") return sender_ = std::make_unique<Sender>(server_of(ask)), Json::object();
    if (what == "send") return begin(ask), results();
    if (what == "begin") return begin(ask), Json::object();
    if (what == "stop") return sender_->stop(), Json::object();
    if (what == "results") return results();
    if (what == "doctor") return doctor(ask);
    return Json::object({{"error", "no such thing: " + what}});
  }

 private:
  Json keys(const Json& ask) {
    std::vector<DkimKey> files;
    for (const Json& each : ask.find("keys")->items())
      files.push_back({text_of(each, "domain"), text_of(each, "selector"), text_of(each, "file")});
    Result<Signer> opened = Signer::open(files);
    if (!opened) return Json::object({{"error", opened.error().detail}});
    signer_ = std::move(*opened);
    Json records = Json::array();
    for (const DkimRecord& each : signer_.records())
      records.push(Json::object({{"name", each.name}, {"value", each.value}}));
    return Json::object({{"records", records}});
  }

  // All at once, a thread each, or one after the other ("in_turn").
  void begin(const Json& ask) {
    for (const Json& each : ask.find("mails")->items()) mails_.push_back(mail_of(each));
    deliveries_.resize(mails_.size());
    const auto send = [this](std::size_t i) {
      const std::string& from = mails_[i].from.address;
      std::string source = signer_.sign(source_of(mails_[i]), from.substr(from.rfind('@') + 1), mails_[i].at).value();
      deliveries_[i] = sender_->send(mails_[i], std::move(source));
    };
    const bool in_turn = ask.get_boolean("in_turn").value_or(false);
    for (std::size_t i = 0; i < mails_.size(); ++i)
      if (in_turn)
        send(i);
      else
        threads_.emplace_back(send, i);
  }

  Json doctor(const Json& ask) {
    MailIdentity identity;
    const auto list = [&](std::string_view name) {
      std::vector<std::string> all;
      if (const Json* found = ask.find(name))
        for (const Json& each : found->items()) all.push_back(each.string());
      return all;
    };
    identity.domains = list("domains"), identity.addresses = list("addresses");
    identity.sender_hosts = list("sender_hosts"), identity.sender_ips = list("sender_ips");
    identity.mail_hosts = list("mail_hosts"), identity.reports_to = text_of(ask, "reports_to");
    identity.keys = signer_.records();
    const auto findings =
        examine(identity, text_of(ask, "resolver"), static_cast<int>(ask.get_integer("timeout").value_or(2000)));
    if (!findings) return Json::object({{"error", findings.error().field}});
    Json all = Json::array();
    for (const Finding& each : *findings) {
      Json one = write_fields(each);
      // What write_fields leaves out is said here: the first word of an enum.
      one.set("check", enum_words(each.check)[static_cast<std::size_t>(each.check)]);
      one.set("state", enum_words(each.state)[static_cast<std::size_t>(each.state)]);
      one.set("why", enum_words(each.why)[static_cast<std::size_t>(each.why)]);
      if (!each.publish.name.empty()) one.set("zone_line", zone_line(each.publish));
      all.push(one);
    }
    return Json::object({{"findings", all}, {"advice", write_fields(safe_senders(identity))}});
  }

  Json results() {
    threads_.clear();
    Json all = Json::array();
    for (const ports::Delivery& each : deliveries_) all.push(result_of(each));
    mails_.clear(), deliveries_.clear();
    return Json::object({{"results", all}});
  }

  Signer signer_;
  std::unique_ptr<Sender> sender_;
  std::vector<ports::OutgoingMail> mails_;
  std::vector<ports::Delivery> deliveries_;
  std::vector<std::jthread> threads_;
};

}  // namespace

int main() {
  Driver driver;
  std::string line;
  while (std::getline(std::cin, line)) {
    const auto ask = parse_json(line);
    std::cout << to_text(ask ? driver.answer(*ask) : Json::object({{"error", ask.error().detail}})) << std::endl;
  }
}
