// yakusoku mail doctor: does our mail arrive? What the DNS says, what to publish, what customers should let through; with
// --test a mail to each mailbox of ours, whose arrival is waited for.

#include <fmt/format.h>

#include <chrono>
#include <thread>

#include "adapters/mail_out/compose.hpp"
#include "apps/command.hpp"
#include "apps/mail_health.hpp"

namespace yakusoku::apps {
namespace {

constexpr std::chrono::seconds longest_wait{60};
constexpr std::chrono::milliseconds look_pause{500};

void print(const std::vector<mail_out::Finding>& findings, const HealthWords& words) {
  std::string domain;
  for (const mail_out::Finding& each : findings) {
    if (each.domain != domain) fmt::print("\n{}\n", each.domain);
    domain = each.domain;
    const auto check = mail_out::enum_words(each.check)[static_cast<std::size_t>(each.check)];
    const auto state = mail_out::enum_words(each.state)[static_cast<std::size_t>(each.state)];
    const auto why = mail_out::enum_words(each.why)[static_cast<std::size_t>(each.why)];
    fmt::print("  {}: {}\n    {}\n", words.of(fmt::format("check.{}", check)),
               words.of(fmt::format("state.{}", state)), words.of(fmt::format("why.{}", why), each));
    if (!each.found.empty()) fmt::print("    {}\n", words.of("found"));
    for (const std::string& line : each.found) fmt::print("      {}\n", line);
    if (!each.publish.name.empty())
      fmt::print("    {}\n      {}\n", words.of("publish"), mail_out::zone_line(each.publish));
  }
}

// The running desk takes it in and keeps its Message-ID; that is looked for among what came after `after`, which moves on.
bool arrived(ports::Store& store, std::string_view message_id, std::int64_t& after) {
  constexpr int page = 500;
  bool found = false;
  for (bool more = true; more && !found;) {
    more = false;
    (void)store.read([&](ports::Reader& reader) {
      for (const ports::MailSourceRow& each : reader.mail_sources(ports::MailOutcome::ignored, after, page)) {
        after = each.id;
        more = true;
        found = found || (!message_id.empty() && each.envelope.find(message_id) != std::string::npos);
      }
    });
  }
  return found;
}

bool send_test(const DeskParts& parts, const MailParts& mail, mail_out::Sender& sender, const ports::Mailbox& mailbox,
               const HealthWords& words, std::string_view language) {
  const std::string bytes = parts.dice->bytes(8);
  std::string token;
  for (const char each : bytes) token += fmt::format("{:02x}", static_cast<unsigned char>(each));
  const ports::OutgoingMail test =
      mail_out::test_mail({"", mailbox.address}, {"", mailbox.address}, token, language,
                          words.of("test_mail.subject"), words.of("test_mail.text"), parts.time->now());
  const auto source =
      mail.signer.sign(mail_out::source_of(test), mailbox.address.substr(mailbox.address.find('@') + 1), test.at);
  if (!source) {
    fmt::print("{}: {}\n", mailbox.address, source.error().detail);
    return false;
  }
  std::int64_t after = 0;
  (void)arrived(*parts.store, {}, after);  // what lies there already
  // It comes back as a letter of ours, which opens nothing.
  const auto known = run_once(*parts.store, [&](ports::Transaction& t) -> Result<ports::Answer> {
    t.insert(ports::MailIdRow{test.message_id, {}, {}, {}, true, t.now()});
    return ports::Answer{};
  });
  if (!known) {
    fmt::print("{}: {}\n", mailbox.address, known.error().detail);
    return false;
  }
  const ports::Delivery delivery = sender.send(test, *source);
  if (delivery.outcome != ports::Delivery::Outcome::delivered) {
    fmt::print("{}: {} {}\n", mailbox.address, delivery.code, delivery.text);
    return false;
  }
  const auto begun = std::chrono::steady_clock::now();
  while (std::chrono::steady_clock::now() - begun < longest_wait) {
    if (arrived(*parts.store, test.message_id, after)) {
      const auto took = std::chrono::duration_cast<std::chrono::seconds>(std::chrono::steady_clock::now() - begun);
      fmt::print("{}: {} s\n", mailbox.address, took.count());
      return true;
    }
    std::this_thread::sleep_for(look_pause);
  }
  fmt::print("{}: sent, but it did not arrive within {} s (is the desk running?)\n", mailbox.address,
             longest_wait.count());
  return false;
}

Result<bool> examine_all(const Words& given) {
  const std::string language = given.get("--language", "en");
  const auto parts = TRY(open_desk(place_of(given), false, false));
  const auto mail = TRY(open_mail(parts, {}, given.get("--web-dir")));
  if (mail->mail.mailboxes.empty())
    return fail(ErrorCode::required, "settings.yaml", "mail.mailboxes: this desk has no mailbox yet");
  const HealthWords words = TRY(HealthWords::read(language, given.get("--web-dir")));
  const auto findings = TRY(examine(*mail));
  bool well = true;
  for (const mail_out::Finding& each : findings) well = well && each.state == mail_out::Health::ok;
  const auto senders = mail_out::safe_senders(identity_of(*mail));
  if (given.has("--json")) {
    Json json = health_json(findings, words);
    json.set("advice", advice_text(senders, words));
    fmt::print("{}\n", to_text(json));
  } else {
    print(findings, words);
    fmt::print("\n{}\n\n{}", words.of("advice.title"), advice_text(senders, words));
  }
  if (!given.has("--test")) return well;
  if (!mail->smtp) return fail(ErrorCode::required, "mail.smtp", "nothing can be sent without it");
  mail_out::Sender sender(*mail->smtp);
  for (const ports::Mailbox& each : mail->mail.mailboxes)
    well = send_test(parts, *mail, sender, each, words, language) && well;
  return well;
}

}  // namespace

int mail_doctor(std::span<const std::string> arguments) {
  static constexpr std::string_view valued[] = {"--data", "--database", "--language", "--web-dir"};
  static constexpr std::string_view plain[] = {"--json", "--test"};
  const auto words = read_words(arguments, valued, plain);
  if (!words) return usage_error("mail doctor", words.error());
  const auto well = examine_all(*words);
  if (!well) return failed(well.error());
  return *well ? 0 : 1;
}

}  // namespace yakusoku::apps
