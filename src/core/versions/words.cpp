// A difference as a sentence: the phrase of its kind, filled from its values.

#include <algorithm>

#include "core/versions/kinds.hpp"
#include "core/versions/terms.hpp"
#include "core/versions/value_words.hpp"

namespace yakusoku::versions {
namespace {

using program::Shape;

struct Filling {
  std::string_view name;
  std::string value;
};

std::string filled(std::string_view phrase, const std::vector<Filling>& fillings) {
  std::string text;
  for (std::size_t at = 0; at < phrase.size();) {
    const std::size_t open = std::min(phrase.find('{', at), phrase.size());
    text += phrase.substr(at, open - at);
    if (open == phrase.size()) break;
    const std::size_t close = phrase.find('}', open);
    const std::string_view name = phrase.substr(open + 1, close - open - 1);
    for (const Filling& each : fillings)
      if (each.name == name) text += each.value;
    at = close + 1;
  }
  return text;
}

// Writes one difference in one language.
class Sentence {
 public:
  Sentence(const Difference& difference, const ValueWords& words, std::string_view language)
      : difference_(difference), words_(words), language_(language), japanese_(language.starts_with("ja")) {}

  std::string write() const {
    const bool had = !difference_.before.is_null(), has = !difference_.after.is_null();
    const Phrase noun = noun_of(difference_.kind);
    const bool whole = whole_thing();
    std::string label(noun.in(language_));
    if (label.empty() && difference_.thing.empty() && difference_.path.find('.') != std::string::npos)
      label = section_words(difference_, language_);
    std::string name = difference_.thing.empty() ? label : words_.name_of(difference_.thing);
    std::string part = whole ? std::string() : deeper();
    if (!whole && !difference_.thing.empty() && part_row() && !label.empty())
      part = part.empty() ? label : japanese_ ? label + "の" + part : label + ", " + part;
    const bool nameless = name.empty();
    if (nameless) std::swap(name, part);
    const std::string before = shown(difference_.before), after = shown(difference_.after);
    const auto aside = [&](bool there, const std::string& text, std::string_view open, std::string_view close) {
      return there && !text.empty() ? std::string(open) + text + std::string(close) : std::string();
    };
    const Phrase phrase = phrase_of(difference_.kind, had, has, part.empty());
    return filled(phrase.in(language_),
                  {{"name", name},
                   {"noun", label},
                   {"cases", words_.cases(difference_.cases)},
                   {"part", part},
                   {"before", before},
                   {"after", after},
                   {"after_aside", aside(has, after, japanese_ ? "（" : " (", japanese_ ? "）" : ")")},
                   {"before_aside", aside(had, before, japanese_ ? "（" : " (", japanese_ ? "）" : ")")}});
  }

 private:
  bool whole_thing() const { return difference_.kind.ends_with("_added") || difference_.kind.ends_with("_removed"); }
  // Whether the kind is that of a part of a thing: then its label says which.
  bool part_row() const {
    return std::ranges::any_of(rows(), [&](const Row& row) { return !row.thing && row.word == difference_.kind; });
  }
  // The keys below what the kind itself names, as words.
  std::string deeper() const {
    std::string_view rest = difference_.path;
    std::string_view thing = difference_.thing;
    std::size_t to_skip = 0;
    if (!thing.empty() && rest.starts_with(thing)) rest.remove_prefix(thing.size());
    if (part_row()) {
      for (const Row& row : rows())
        if (row.word == difference_.kind && !row.thing && fits(row.pattern, difference_.path))
          to_skip = thing.empty() ? 1 + static_cast<std::size_t>(std::ranges::count(row.pattern, '.')) : 1;
    }
    std::string text;
    for (std::size_t at = 0; at < rest.size();) {
      if (rest[at] == '.') {
        ++at;
        continue;
      }
      const std::size_t end = std::min(rest.find_first_of(".[", at + 1), rest.size());
      const std::string_view word = rest.substr(at, end - at);
      at = end;
      if (word.starts_with('[')) continue;
      if (to_skip > 0) {
        --to_skip;
        continue;
      }
      if (word == "cells") break;  // which cell, the cases say
      if (word == "is") continue;
      text += (text.empty() ? "" : japanese_ ? "・" : ", ") + key_term(word, language_);
    }
    return text;
  }
  static bool fits(std::string_view pattern, std::string_view path) {
    return path.starts_with(pattern.substr(0, pattern.find('.')));
  }

  std::string shown(const Json& value) const {
    const Shape& shape = *difference_.shape;
    if (value.is_null()) return term("none", language_);
    if (whole_thing() && value.is_object() && value.find("title")) return in_short(value);
    const bool texts = shape.is == Shape::Is::leaf && (shape.word == "words" || shape.word == "template");
    return texts ? differing_text(value) : words_.value(shape, value);
  }
  // Of a new thing what it is; its title stands in the sentence already. Of a clock its target.
  std::string in_short(const Json& value) const {
    if (const Json* within = value.find("within"); within && difference_.kind.starts_with("clock_"))
      if (const program::KeyShape* key = program::record_shape("Clock").key("within"))
        return words_.value(key->shape, *within);
    const Json* means = value.find("means");
    return means ? words_.text(*means) : std::string();
  }
  // Of words in several languages the reader's, or where they are alike, the first that differ.
  std::string differing_text(const Json& value) const {
    const Json& before = difference_.before;
    const Json& after = difference_.after;
    const auto single = [](const Json& words) { return words.is_object() && words.members().size() == 1; };
    const bool one_language =
        single(before) && single(after) && before.members()[0].first == after.members()[0].first;
    const bool alike = before.is_object() && after.is_object() && !one_language &&
                       before.get_string(language_) == after.get_string(language_);
    if (alike && value.is_object())
      for (const auto& [code, said] : value.members())
        if (before.get_string(code) != after.get_string(code) && said.is_string())
          return japanese_ ? language_term(code, language_) + "「" + said.string() + "」"
                           : said.string() + " (" + language_term(code, language_) + ")";
    return words_.value(*difference_.shape, value);
  }

  const Difference& difference_;
  const ValueWords& words_;
  std::string language_;
  bool japanese_;
};

}  // namespace

std::string words_of(const Difference& difference, const program::Program& before, const program::Program& after,
                     std::string_view language) {
  const ValueWords words(after, before, language);
  return Sentence(difference, words, language).write();
}

std::string section_words(const Difference& difference, std::string_view language) {
  const std::string_view path = difference.path;
  return std::string(section_phrase(path.substr(0, path.find_first_of(".["))).in(language));
}

std::string effect_words(Effect effect, std::string_view language) {
  const bool japanese = language.starts_with("ja");
  switch (effect) {
    case Effect::better: return japanese ? "お客様にとって改善" : "better for customers";
    case Effect::worse: return japanese ? "お客様にとって不利" : "worse for customers";
    case Effect::neither: return {};
  }
  return {};
}

Json to_json(const Difference& difference, const program::Program& before, const program::Program& after,
             std::string_view language) {
  Json cases = Json::array();
  for (const Case& each : difference.cases) {
    Json one = Json::object({{"fact", each.fact}});
    if (!each.condition.is_null()) {
      one.set("condition", each.condition);
    } else {
      Json values = Json::array();
      for (const auto& value : each.values) values.push(value ? Json(*value) : Json());
      one.set("values", std::move(values)).set("other", each.other);
    }
    cases.push(std::move(one));
  }
  constexpr std::string_view effects[] = {"better", "worse", "neither"};
  return Json::object({{"kind", difference.kind},
                       {"path", difference.path},
                       {"thing", difference.thing},
                       {"cases", std::move(cases)},
                       {"before", difference.before},
                       {"after", difference.after},
                       {"effect", effects[static_cast<std::size_t>(difference.effect)]},
                       {"words", words_of(difference, before, after, language)}});
}

}  // namespace yakusoku::versions
