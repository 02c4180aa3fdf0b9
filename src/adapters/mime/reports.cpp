#include "adapters/mime/reports.hpp"

#include <algorithm>

#include "adapters/mime/addresses.hpp"
#include "base/text.hpp"

namespace yakusoku::mime {
namespace {

constexpr std::size_t most_reports = 200;

// The first part of one of these types, not looking into messages within.
const Part* find(const Part& part, std::initializer_list<std::string_view> types) {
  if (std::ranges::find(types, std::string_view(part.type.value)) != types.end()) return &part;
  for (const Part& each : part.children)
    if (const Part* found = find(each, types)) return found;
  return nullptr;
}

// A report stands at the top, or one step below where a gateway added its own words.
const Part* find_report(const Part& root) {
  if (root.type.value == "multipart/report") return &root;
  for (const Part& each : root.children)
    if (each.type.value == "multipart/report") return &each;
  return nullptr;
}

// "rfc822; taro@example.jp"
std::string after_type(std::string_view raw) {
  const auto sign = raw.find(';');
  return std::string(trim(sign == std::string_view::npos ? raw : raw.substr(sign + 1)));
}

std::string recipient_of(const std::vector<Field>& fields) {
  for (const char* name : {"Original-Recipient", "Final-Recipient"})
    if (std::string address = bare_address(after_type(field(fields, name))); address.contains('@')) return address;
  return bare_address(after_type(field(fields, "Final-Recipient")));
}

// "5.1.1 (no such user)" -> "5.1.1"
std::string status_of(std::string_view raw) {
  raw = trim(raw);
  return std::string(raw.substr(0, std::min(raw.find_first_not_of("0123456789."), raw.size())));
}

std::string action_of(std::string_view raw, std::string_view status) {
  std::string action = ascii_lower(trim(raw));
  action = action.substr(0, action.find_first_of(" ;("));
  for (const std::string_view known : {"failed", "delayed", "delivered", "relayed", "expanded"})
    if (action == known) return action;
  if (status.starts_with('2')) return "delivered";
  return status.starts_with('4') ? "delayed" : "failed";
}

void read_delivery_status(std::string_view text, ports::ReadMail& mail) {
  while (!text.empty() && mail.reports.size() < most_reports) {
    std::size_t end = 0;
    const std::vector<Field> fields = read_fields(text, &end);
    text.remove_prefix(std::min(std::max<std::size_t>(end, 1), text.size()));
    if (field(fields, "Final-Recipient").empty() && field(fields, "Original-Recipient").empty() &&
        field(fields, "Action").empty())
      continue;  // about the whole message
    ports::DeliveryReport& report = mail.reports.emplace_back();
    report.recipient = recipient_of(fields);
    report.status = status_of(field(fields, "Status"));
    report.action = action_of(field(fields, "Action"), report.status);
    report.diagnostic = decode_header(after_type(field(fields, "Diagnostic-Code")), {});
  }
}

// The identity of the message that came back, whole or by its headers.
std::string returned_id(const Part& report) {
  const Part* returned =
      find(report, {"message/rfc822", "message/global", "text/rfc822-headers", "message/global-headers"});
  if (!returned) return {};
  const auto ids = read_message_ids(field(read_fields(returned->bytes()), "Message-ID"));
  return ids.empty() ? std::string() : ids.front();
}

ports::MailClass class_of_reports(const ports::ReadMail& mail) {
  const bool failed =
      mail.reports.empty() ||
      std::ranges::any_of(mail.reports, [](const ports::DeliveryReport& each) { return each.action == "failed"; });
  return failed ? ports::MailClass::bounce : ports::MailClass::delivery_status;
}

void take_receipt(const Part* receipt, ports::ReadMail& mail) {
  mail.mail_class = ports::MailClass::read_receipt;
  if (!receipt) return;
  const std::vector<Field> fields = read_fields(receipt->bytes());
  if (const auto ids = read_message_ids(field(fields, "Original-Message-ID")); !ids.empty())
    mail.returned_message_id = ids.front();
}

}  // namespace

bool written_by_a_mail_server(const ports::ReadMail& mail) {
  const std::string local = ascii_lower(local_part(mail.from.address));
  for (const std::string_view each : {"mailer-daemon", "postmaster", "mail-daemon", "mailerdaemon", "mdaemon"})
    if (local == each) return true;
  const std::string name = ascii_lower(mail.from.name);
  return mail.return_path == "<>" || name.contains("mail delivery s") || name.contains("mail administrator");
}

void read_reports(const Tree& tree, ports::ReadMail& mail) {
  using enum ports::MailClass;
  bool only_words = false;
  const Part* report = find_report(tree.root);
  const std::string kind = report ? ascii_lower(report->type.get("report-type")) : std::string();
  const Part& within = report ? *report : tree.root;
  const Part* receipt = find(within, {"message/disposition-notification"});
  const Part* feedback = find(within, {"message/feedback-report"});
  const Part* status = find(within, {"message/delivery-status", "message/global-delivery-status"});
  if (report && (kind == "feedback-report" || feedback)) {
    mail.mail_class = feedback_report;
    mail.returned_message_id = returned_id(within);
  } else if (report && (kind == "disposition-notification" || receipt)) {
    mail.returned_message_id = returned_id(within);
    take_receipt(receipt, mail);
  } else if ((report && (status || kind == "delivery-status")) || (status && written_by_a_mail_server(mail))) {
    if (status) read_delivery_status(status->bytes(), mail);
    mail.returned_message_id = returned_id(within);
    if (mail.reports.empty()) read_bounce_in_text(tree.root.fields, mail);
    mail.mail_class = class_of_reports(mail);
  } else if (read_bounce_in_text(tree.root.fields, mail)) {
    only_words = !report;
  } else {
    return;
  }
  if (mail.returned_message_id.empty()) mail.returned_message_id = returned_id(within);
  if (mail.returned_message_id.empty() && !mail.in_reply_to.empty())
    mail.returned_message_id = mail.in_reply_to.front();
  // Words that name nobody and nothing of ours would be noted nowhere: a person reads them.
  if (only_words && mail.reports.empty() && mail.returned_message_id.empty()) mail.mail_class = normal;
}

}  // namespace yakusoku::mime
