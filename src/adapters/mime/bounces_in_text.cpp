// Exchange, qmail, Exim, Notes, phone companies: bounces that are letters. Only a mail server's own letter is taken
// for one, however much a customer's mail may look like it: a mistaken bounce would be a lost request.

#include <algorithm>

#include "adapters/mime/addresses.hpp"
#include "adapters/mime/reports.hpp"
#include "base/text.hpp"

namespace yakusoku::mime {
namespace {

constexpr std::size_t looked_at = 64 * 1024;

constexpr std::string_view subjects[] = {"undelivered mail",
                                         "undeliverable",
                                         "delivery status notification",
                                         "failure notice",
                                         "mail delivery failed",
                                         "returned mail",
                                         "delivery failure",
                                         "delivery failed",
                                         "non-delivery",
                                         "nondeliverable",
                                         "mail system error",
                                         "message could not be delivered",
                                         "warning: could not send",
                                         "delayed mail",
                                         "delivery delayed",
                                         "delivery notification",
                                         "unzustellbar",
                                         "non remis",
                                         "no se puede entregar",
                                         "não é possível entregar",
                                         "niet afgeleverd",
                                         "non recapitabile",
                                         "配信不能",
                                         "配信できません",
                                         "送信できません",
                                         "配信エラー",
                                         "送信エラー",
                                         "お届けできません"};

constexpr std::string_view sayings[] = {"this is the qmail-send program",
                                        "this is the mail system at host",
                                        "delivery has failed to these recipients",
                                        "delivery to the following recipient",
                                        "did not reach some or all of the intended recipients",
                                        "did not reach the following recipient",
                                        "a message that you sent could not be delivered",
                                        "could not be delivered to",
                                        "had permanent fatal errors",
                                        "i'm afraid i wasn't able to deliver",
                                        "unable to deliver your message",
                                        "user not listed in public name & address book",
                                        "送信できませんでした",
                                        "配信できませんでした",
                                        "お届けできませんでした",
                                        "配信されませんでした"};

constexpr std::string_view delays[] = {"delivery is delayed",
                                       "delayed",
                                       "will be retried",
                                       "will keep trying",
                                       "no need to resend",
                                       "do not need to resend",
                                       "warning: could not send",
                                       "still being attempted",
                                       "delivery attempts will continue",
                                       "遅延",
                                       "再送を試み"};

template <std::size_t N>
bool says(std::string_view text, const std::string_view (&list)[N]) {
  return std::ranges::any_of(list, [&](std::string_view each) { return text.contains(each); });
}

bool digit(char c) { return c >= '0' && c <= '9'; }

// The first d.d.d that begins with 4 or 5 and stands alone.
std::string find_status(std::string_view text) {
  for (std::size_t at = 0; at + 5 <= text.size(); ++at) {
    if ((text[at] != '4' && text[at] != '5') || text[at + 1] != '.' ||
        (at > 0 && (digit(text[at - 1]) || text[at - 1] == '.')))
      continue;
    const auto end = std::min(text.find_first_not_of("0123456789.", at), text.size());
    std::string_view status = text.substr(at, end - at);
    while (status.ends_with('.')) status.remove_suffix(1);
    if (std::ranges::count(status, '.') == 2 && status.size() <= 9 && !status.contains(".."))
      return std::string(status);
  }
  return {};
}

// `<taro@example.jp>:` of qmail and Postfix, a line that is only an address of Exim, Exchange and phones.
std::string address_on(std::string_view line) {
  line = trim(line);
  while (!line.empty() && (line.back() == ':' || line.back() == '>' || line.back() == ']')) line.remove_suffix(1);
  while (!line.empty() && (line.front() == '<' || line.front() == '[')) line.remove_prefix(1);
  if (const auto end = line.find(">: "); end != std::string_view::npos) line = line.substr(0, end);
  if (line.contains(' ') || !line.contains('@') || line.contains('<') || line.contains(':')) return {};
  return bare_address(line);
}

void add_report(ports::ReadMail& mail, std::string recipient, bool delayed) {
  if (recipient.empty() || mail.reports.size() >= 50) return;
  if (std::ranges::find(mail.reports, recipient, &ports::DeliveryReport::recipient) != mail.reports.end()) return;
  mail.reports.push_back({std::move(recipient), delayed ? "delayed" : "failed", {}, {}});
}

// What the letter says of the recipient stands on the lines below his address.
void read_recipients(std::string_view text, bool delayed, ports::ReadMail& mail) {
  std::size_t open = mail.reports.size();
  for (std::size_t at = 0; at < text.size();) {
    const auto end = std::min(text.find('\n', at), text.size());
    const std::string_view line = text.substr(at, end - at);
    at = end + 1;
    const std::string lowered = ascii_lower(line);
    if (lowered.starts_with("--- below this line") || lowered.contains("original message") ||
        lowered.starts_with("message-id:") || lowered.starts_with("received:"))
      break;
    if (std::string address = address_on(line); !address.empty()) {
      open = mail.reports.size();
      add_report(mail, std::move(address), delayed);
    } else if (open < mail.reports.size() && !trim(line).empty() && mail.reports.back().diagnostic.size() < 500) {
      std::string& diagnostic = mail.reports.back().diagnostic;
      diagnostic += (diagnostic.empty() ? "" : " ") + clean_line(line);
    } else if (trim(line).empty() && open < mail.reports.size() && !mail.reports.back().diagnostic.empty()) {
      open = mail.reports.size();
    }
  }
}

std::string returned_id_in(std::string_view text) {
  const std::string lowered = ascii_lower(text);
  const auto at = lowered.find("message-id:");
  if (at == std::string::npos) return {};
  const auto ids = read_message_ids(text.substr(at, std::min(text.find("\n\n", at), text.size()) - at));
  return ids.empty() ? std::string() : ids.front();
}

}  // namespace

bool reads_like_a_bounce(const std::vector<Field>& fields, const ports::ReadMail& mail) {
  if (!written_by_a_mail_server(mail)) return false;
  return !field(fields, "X-Failed-Recipients").empty() || says(ascii_lower(mail.subject), subjects) ||
         says(ascii_lower(std::string_view(mail.text).substr(0, looked_at)), sayings);
}

bool read_bounce_in_text(const std::vector<Field>& fields, ports::ReadMail& mail) {
  if (!reads_like_a_bounce(fields, mail)) return false;
  const std::string_view failed = field(fields, "X-Failed-Recipients");
  const std::string_view text = std::string_view(mail.text).substr(0, looked_at);
  const std::string subject = ascii_lower(mail.subject);
  const std::string lowered = ascii_lower(text);
  const bool delayed = says(subject, delays) || (says(lowered, delays) && !lowered.contains("gave up"));
  for (const ports::MailAddress& each : read_addresses(failed, {})) add_report(mail, each.address, delayed);
  read_recipients(text, delayed, mail);
  const std::string status = find_status(text);
  for (ports::DeliveryReport& each : mail.reports) {
    each.status = find_status(each.diagnostic);
    if (each.status.empty()) each.status = status;
  }
  mail.returned_message_id = returned_id_in(text);
  mail.mail_class = delayed ? ports::MailClass::delivery_status : ports::MailClass::bounce;
  return true;
}

}  // namespace yakusoku::mime
