#include "apps/mail_health.hpp"

#include <fmt/ranges.h>

#include <fstream>
#include <set>
#include <sstream>

#include "adapters/pages/embedded_files.hpp"
#include "core/program/yaml_text.hpp"

namespace yakusoku::apps {
namespace {

void flatten(const program::Node& node, const std::string& path, std::map<std::string, std::string, std::less<>>& words) {
  if (node.is_scalar()) words[path] = node.text;
  for (const program::Node::Entry& each : node.entries)
    flatten(each.value, path.empty() ? each.key : path + "." + each.key, words);
}

std::string replaced(std::string text, std::string_view name, const std::string& value) {
  const std::string mark = "{" + std::string(name) + "}";
  for (std::size_t at = text.find(mark); at != std::string::npos; at = text.find(mark, at + value.size()))
    text.replace(at, mark.size(), value);
  return text;
}

template <class Enum>
std::string word(Enum value) {
  return std::string(mail_out::enum_words(value)[static_cast<std::size_t>(value)]);
}

}  // namespace

Result<HealthWords> HealthWords::read(std::string_view language, const std::string& web_dir) {
  const std::string file = fmt::format("deliverability.{}.yaml", language == "ja" ? "ja" : "en");
  std::string content;
  if (web_dir.empty()) {
    for (const pages::EmbeddedFile& each : pages::embedded_files())
      if (each.path == "text/" + file) content = std::string(each.content);
  } else {
    std::ifstream stream(web_dir + "/text/" + file, std::ios::binary);
    std::ostringstream text;
    text << stream.rdbuf();
    content = text.str();
  }
  program::Report report;
  std::size_t nodes = 0;
  const program::Node root = program::read_yaml(file, content, nodes, report);
  if (report.has_errors() || !root.is_map()) return fail(ErrorCode::invalid, file, "its words can't be read");
  HealthWords words;
  flatten(root, "", words.words_);
  return words;
}

std::string HealthWords::of(std::string_view key) const {
  const auto found = words_.find(key);
  return found == words_.end() ? std::string(key) : found->second;
}

std::string HealthWords::of(std::string_view key, const mail_out::Finding& finding) const {
  return replaced(replaced(replaced(of(key), "domain", finding.domain), "at", finding.at), "about",
                  fmt::format("{}", fmt::join(finding.about, ", ")));
}

mail_out::MailIdentity identity_of(const MailParts& mail) {
  mail_out::MailIdentity identity;
  std::set<std::string> domains;
  for (const ports::Mailbox& each : mail.mail.mailboxes) {
    identity.addresses.push_back(each.address);
    const std::string domain = each.address.substr(each.address.find('@') + 1);
    if (domains.insert(domain).second) identity.domains.push_back(domain);
  }
  for (const std::string& each : mail.settings.list("mail.sends_from")) {
    const bool address = each.find_first_not_of("0123456789.") == std::string::npos || each.find(':') != std::string::npos;
    (address ? identity.sender_ips : identity.sender_hosts).push_back(each);
  }
  identity.keys = mail.signer.records();
  return identity;
}

Result<std::vector<mail_out::Finding>> examine(const MailParts& mail) {
  return mail_out::examine(identity_of(mail), mail.settings.text("mail.resolver"));
}

Json advice_json(const mail_out::SafeSenders& senders, const HealthWords& words) {
  Json lists = Json::array();
  const auto list = [&](std::string_view key, const std::vector<std::string>& values) {
    if (values.empty()) return;
    Json items = Json::array();
    for (const std::string& each : values) items.push(each);
    lists.push(Json::object({{"title", words.of(key)}, {"items", std::move(items)}}));
  };
  list("advice.addresses", senders.addresses);
  list("advice.domains", senders.domains);
  std::vector<std::string> servers = senders.hosts;
  servers.insert(servers.end(), senders.ips.begin(), senders.ips.end());
  list("advice.servers", servers);
  list("advice.signed_by", senders.signed_by);
  Json closing = Json::array();
  for (const std::string_view key : {"advice.prefer_signature", "advice.spam_folder", "advice.closing"})
    closing.push(words.of(key));
  return Json::object({{"title", words.of("advice.title")},
                       {"opening", words.of("advice.opening")},
                       {"lists", std::move(lists)},
                       {"closing", std::move(closing)},
                       {"text", advice_text(senders, words)}});
}

std::string advice_text(const mail_out::SafeSenders& senders, const HealthWords& words) {
  std::string text = words.of("advice.opening") + "\n";
  const auto list = [&](std::string_view key, const std::vector<std::string>& values) {
    if (values.empty()) return;
    text += "\n" + words.of(key) + "\n";
    for (const std::string& each : values) text += "- " + each + "\n";
  };
  list("advice.addresses", senders.addresses);
  list("advice.domains", senders.domains);
  std::vector<std::string> servers = senders.hosts;
  servers.insert(servers.end(), senders.ips.begin(), senders.ips.end());
  list("advice.servers", servers);
  list("advice.signed_by", senders.signed_by);
  for (const std::string_view key : {"advice.prefer_signature", "advice.spam_folder", "advice.closing"})
    text += "\n" + words.of(key) + "\n";
  return text;
}

Json health_json(const std::vector<mail_out::Finding>& findings, const HealthWords& words) {
  Json list = Json::array();
  for (const mail_out::Finding& each : findings) {
    Json found = Json::array();
    for (const std::string& line : each.found) found.push(line);
    Json json = Json::object({{"domain", each.domain},
                              {"check", word(each.check)},
                              {"state", word(each.state)},
                              {"why", word(each.why)},
                              {"title", words.of("check." + word(each.check))},
                              {"state_words", words.of("state." + word(each.state))},
                              {"words", words.of("why." + word(each.why), each)},
                              {"found", std::move(found)}});
    if (!each.publish.name.empty()) json.set("publish", mail_out::zone_line(each.publish));
    list.push(std::move(json));
  }
  return Json::object({{"findings", std::move(list)}});
}

}  // namespace yakusoku::apps
