// rooms: adapters/mail_out base ports
// libraries: PkgConfig::YAML
// The doctor's findings have words in both languages, with the same places to fill.

#include <gtest/gtest.h>
#include <yaml-cpp/yaml.h>

#include <map>
#include <regex>
#include <set>
#include <string>

#include "adapters/mail_out/doctor.hpp"

namespace {

using namespace yakusoku::mail_out;

void flatten(const YAML::Node& node, const std::string& key, std::map<std::string, std::string>& texts) {
  if (node.IsScalar()) texts[key] = node.as<std::string>();
  if (!node.IsMap()) return;
  for (const auto& each : node)
    flatten(each.second, (key.empty() ? "" : key + ".") + each.first.as<std::string>(), texts);
}

std::map<std::string, std::string> texts(const std::string& language) {
  std::map<std::string, std::string> all;
  flatten(YAML::LoadFile(YAKUSOKU_SOURCE_DIR "/web/text/deliverability." + language + ".yaml"), "", all);
  return all;
}

std::set<std::string> places(const std::string& words) {
  static const std::regex place(R"(\{([a-z_]+)\})");
  std::set<std::string> found;
  for (std::sregex_iterator each(words.begin(), words.end(), place), end; each != end; ++each)
    found.insert((*each)[1]);
  return found;
}

TEST(Deliverability, both_languages_say_the_same_things) {
  const auto english = texts("en"), japanese = texts("ja");
  for (const auto& [key, words] : english) {
    ASSERT_TRUE(japanese.contains(key)) << key;
    EXPECT_EQ(places(words), places(japanese.at(key))) << key;
    for (const std::string& place : places(words))
      EXPECT_TRUE((std::set<std::string>{"domain", "at", "about", "token"}.contains(place))) << key;
  }
  EXPECT_EQ(english.size(), japanese.size());
}

TEST(Deliverability, every_finding_has_words_and_no_words_are_left_over) {
  auto english = texts("en");
  const auto take = [&](const std::string& group, auto words) {
    for (const std::string_view word : words)
      EXPECT_EQ(english.erase(group + std::string(word)), 1U) << group << word;
  };
  take("check.", enum_words(Check{}));
  take("state.", enum_words(Health{}));
  take("why.", enum_words(Why{}));
  EXPECT_EQ(enum_words(Why{}).size(), static_cast<std::size_t>(Why::dmarc_broken) + 1);
  for (const auto& [key, words] : english)
    EXPECT_FALSE(key.starts_with("check.") || key.starts_with("state.") || key.starts_with("why.")) << key;
}

}  // namespace
