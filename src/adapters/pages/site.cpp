#include "adapters/pages/site.hpp"

#include <filesystem>
#include <fstream>
#include <sstream>

#include <yaml-cpp/yaml.h>
#include <kainjow/mustache.hpp>

#include "adapters/pages/embedded_files.hpp"
#include "base/assert.hpp"

namespace yakusoku::pages {
namespace {

namespace fs = std::filesystem;
using Mustache = kainjow::mustache::basic_mustache<std::string>;

std::map<std::string, std::string, std::less<>> read_files(const std::string& web_dir) {
  std::map<std::string, std::string, std::less<>> files;
  if (web_dir.empty()) {
    for (const EmbeddedFile& each : embedded_files()) files.emplace(each.path, each.content);
    return files;
  }
  for (const auto& each : fs::recursive_directory_iterator(web_dir)) {
    const std::string path = fs::relative(each.path(), web_dir).generic_string();
    if (!each.is_regular_file() || path.find("node_modules") != std::string::npos) continue;
    std::ifstream stream(each.path(), std::ios::binary);
    std::ostringstream content;
    content << stream.rdbuf();
    files.emplace(path, content.str());
  }
  return files;
}

void flatten(const YAML::Node& node, const std::string& key, std::map<std::string, std::string, std::less<>>& texts) {
  if (node.IsScalar()) texts[key] = node.as<std::string>();
  if (!node.IsMap()) return;
  for (const auto& each : node) {
    const std::string name = each.first.as<std::string>();
    flatten(each.second, key.empty() ? name : key + "." + name, texts);
  }
}

// Parts are laid in when the site is read: `{{>part}}` never looks at data (DESIGN.md section 7).
std::string with_parts(std::string page, const std::map<std::string, std::string, std::less<>>& files) {
  constexpr std::size_t longest = 200'000;  // a part that holds itself ends here
  for (std::size_t at = page.find("{{>"); at != std::string::npos; at = page.find("{{>")) {
    const std::size_t end = page.find("}}", at);
    ASSERT(end != std::string::npos && page.size() < longest);
    const auto part = files.find("parts/" + page.substr(at + 3, end - at - 3) + ".mustache");
    ASSERT(part != files.end());
    page.replace(at, end + 2 - at, part->second);
  }
  return page;
}

// {{t.some.key}} becomes the language's words; only names that end in _html may stand in three braces.
std::string in_language(std::string page, const std::map<std::string, std::string, std::less<>>& texts) {
  for (std::size_t at = page.find("{{t."); at != std::string::npos; at = page.find("{{t.", at)) {
    const std::size_t end = page.find("}}", at);
    ASSERT(end != std::string::npos);
    const auto text = texts.find(page.substr(at + 4, end - at - 4));
    ASSERT(text != texts.end());
    const std::string words = http::html_escape(text->second);
    page.replace(at, end + 2 - at, words);
    at += words.size();
  }
  for (std::size_t at = page.find("{{{"); at != std::string::npos; at = page.find("{{{", at + 3)) {
    const std::size_t end = page.find("}}}", at);
    ASSERT(end != std::string::npos && page.substr(at, end - at).ends_with("_html"));
  }
  return page;
}

kainjow::mustache::data to_data(const Json& json) {
  using kainjow::mustache::data;
  if (json.is_object()) {
    data object;
    for (const auto& [name, member] : json.members()) object.set(name, to_data(member));
    return object;
  }
  if (json.is_array()) {
    data list{data::type::list};
    for (const Json& each : json.items()) list.push_back(to_data(each));
    return list;
  }
  if (json.is_bool()) return data(json.boolean());
  if (json.is_string()) return json.string().empty() ? data(false) : data(json.string());
  if (json.is_integer()) return data(std::to_string(json.integer()));
  return data(false);
}

}  // namespace

Site::Site(access::Services& all, access::Gate& one_gate, const PageOptions& options)
    : services(all), gate(one_gate), files_(read_files(options.web_dir)) {
  for (const char* language : {"en", "ja"}) {
    const auto file = files_.find(std::string("text/") + language + ".yaml");
    ASSERT(file != files_.end());
    flatten(YAML::Load(file->second), "", texts_[language]);
    for (const auto& [path, content] : files_) {
      if (!path.starts_with("pages/") || !path.ends_with(".mustache")) continue;
      const std::string name = path.substr(6, path.size() - 6 - 9);
      templates_[std::string(language) + "/" + name] = in_language(with_parts(content, files_), texts_[language]);
    }
  }
}

const std::string* Site::file(std::string_view path) const {
  const auto found = files_.find(path);
  return found == files_.end() ? nullptr : &found->second;
}

std::string Site::text(std::string_view language, std::string_view key,
                       const std::map<std::string, std::string>& values) const {
  const auto texts = texts_.find(language);
  ASSERT(texts != texts_.end());
  const auto found = texts->second.find(key);
  if (found == texts->second.end()) return std::string(key);
  std::string words = found->second;
  for (const auto& [name, value] : values) {
    const std::string place = "{" + name + "}";
    for (std::size_t at = words.find(place); at != std::string::npos; at = words.find(place, at + value.size())) {
      words.replace(at, place.size(), value);
    }
  }
  return words;
}

std::string Site::render(std::string_view page, std::string_view language, const Json& data) const {
  const auto found = templates_.find(std::string(language) + "/" + std::string(page));
  ASSERT(found != templates_.end());
  Mustache mustache(found->second);  // one a call: render changes it
  return mustache.render(to_data(data));
}

void add_pages(http::Router& router, access::Services& services, access::Gate& gate, const PageOptions& options) {
  const auto site = std::make_shared<Site>(services, gate, options);
  add_entry(router, site);
  add_program(router, site);
  add_log_in(router, site);
  add_request_form(router, site);
  add_requests(router, site);
  add_organization(router, site);
  add_away(router, site);
  add_calendar(router, site);
  add_mail(router, site);
  add_shell(router, site);
}

}  // namespace yakusoku::pages
