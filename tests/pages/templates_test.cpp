// rooms: adapters/pages
// libraries: PkgConfig::YAML
// Templates, texts and sources held together: a name that nobody fills renders as nothing, a key that lacks as itself.

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>

#include <yaml-cpp/yaml.h>

namespace {

namespace fs = std::filesystem;
const fs::path root = YAKUSOKU_SOURCE_DIR;

std::string text_of(const fs::path& path) {
  std::ifstream stream(path);
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

std::string all_of(const fs::path& folder, const std::string& extension) {
  std::string all;
  for (const auto& each : fs::recursive_directory_iterator(root / folder))
    if (each.path().extension() == extension) all += text_of(each.path()) + "\n";
  return all;
}

std::set<std::string> matches(const std::string& text, const std::string& pattern) {
  std::set<std::string> found;
  const std::regex expression(pattern);
  for (std::sregex_iterator each(text.begin(), text.end(), expression), end; each != end; ++each)
    found.insert((*each)[1]);
  return found;
}

void flatten(const YAML::Node& node, const std::string& key, std::map<std::string, std::string>& texts) {
  if (node.IsScalar()) texts[key] = node.as<std::string>();
  if (!node.IsMap()) return;
  for (const auto& each : node)
    flatten(each.second, (key.empty() ? "" : key + ".") + each.first.as<std::string>(), texts);
}

std::map<std::string, std::string> texts(const std::string& language) {
  std::map<std::string, std::string> all;
  flatten(YAML::LoadFile((root / "web/text" / (language + ".yaml")).string()), "", all);
  return all;
}

TEST(Templates, every_name_is_filled_by_the_rooms_code) {
  const std::string templates = all_of("web/pages", ".mustache") + all_of("web/parts", ".mustache");
  const std::string code = all_of("src/adapters/pages", ".cpp");
  const auto names = matches(templates, R"(\{\{[{#^/]?([a-z_]+)\}\})");
  EXPECT_GT(names.size(), 30U);
  for (const std::string& name : names)
    EXPECT_NE(code.find("\"" + name + "\""), std::string::npos) << name << " is printed and never set";
}

TEST(Texts, both_languages_have_the_same_keys_and_places) {
  const auto english = texts("en"), japanese = texts("ja");
  for (const auto& [key, words] : english) {
    ASSERT_TRUE(japanese.contains(key)) << key << " lacks in Japanese";
    if (!key.starts_with("pages.")) continue;
    EXPECT_EQ(matches(words, R"(\{([a-z_]+)\})"), matches(japanese.at(key), R"(\{([a-z_]+)\})")) << key;
  }
  for (const auto& [key, words] : japanese) EXPECT_TRUE(english.contains(key)) << key << " lacks in English";
}

TEST(Texts, every_key_that_is_asked_for_exists_and_every_key_is_asked_for) {
  const std::string code = all_of("src/adapters/pages", ".cpp");
  const std::string asking = code + all_of("web/pages", ".mustache") + all_of("web/parts", ".mustache");
  const auto english = texts("en");
  // A literal that ends in a dot is the beginning of keys that are put together.
  for (const std::string& key : matches(code, R"x("(pages\.[a-z_.]*[a-z_])")x")) EXPECT_TRUE(english.contains(key)) << key;
  const auto beginnings = matches(code, R"x("(pages\.[a-z_.]*\.)")x");
  for (const auto& [key, words] : english) {
    if (!key.starts_with("pages.")) continue;
    const bool begun = std::ranges::any_of(beginnings, [&](const std::string& each) { return key.starts_with(each); });
    EXPECT_TRUE(begun || asking.find(key) != std::string::npos) << key << " is asked for nowhere";
  }
}

TEST(Templates, nothing_runs_or_is_styled_inline_and_every_post_carries_its_token) {
  for (const auto& each : fs::recursive_directory_iterator(root / "web")) {
    if (each.path().extension() != ".mustache") continue;
    const std::string page = text_of(each.path());
    EXPECT_FALSE(std::regex_search(page, std::regex(R"(\sstyle=|\son[a-z]+=|javascript:)"))) << each.path();
    const std::regex form(R"(<form method="post"[^>]*>([^]*?)</form>)");
    for (std::sregex_iterator found(page.begin(), page.end(), form), end; found != end; ++found) {
      if (each.path().filename() == "login.mustache") continue;  // no session yet: its Origin is looked at
      if (each.path().filename() == "unsubscribe.mustache") continue;  // no session at all: its link is the proof
      EXPECT_NE((*found)[1].str().find("name=\"csrf\""), std::string::npos) << each.path();
    }
  }
}

}  // namespace
