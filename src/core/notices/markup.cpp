#include "core/notices/markup.hpp"

#include <algorithm>
#include <utility>

namespace yakusoku::notices {
namespace {

using program::TemplatePart;

// While a template is taken apart a placeholder stands as BEGIN name END. The reader of programs lets no control
// character through, and `encoded` drops them from other words.
constexpr char begin_mark = '\x01';
constexpr char end_mark = '\x02';

std::string encoded(std::string_view words) {
  std::string text;
  for (const TemplatePart& part : program::template_parts(words)) {
    if (part.is == TemplatePart::Is::placeholder) {
      text += begin_mark + part.text + end_mark;
      continue;
    }
    for (const char c : part.text)
      if (c == '\n' || c == '\t' || static_cast<unsigned char>(c) >= 0x20) text += c;
  }
  return text;
}

void add_words(std::vector<Inline>& inlines, std::string_view words) {
  if (words.empty()) return;
  if (inlines.empty() || inlines.back().is != Inline::Is::words) inlines.push_back({Inline::Is::words, "", {}, {}});
  inlines.back().text += words;
}

std::vector<Inline> inlines_of(std::string_view coded, int depth) {
  std::vector<Inline> inlines;
  constexpr int deepest = 4;
  for (std::size_t at = 0; at < coded.size();) {
    const std::string_view rest = coded.substr(at);
    if (rest.front() == begin_mark) {
      const std::size_t end = rest.find(end_mark);
      inlines.push_back({Inline::Is::value, std::string(rest.substr(1, end - 1)), {}, {}});
      at += end + 1;
      continue;
    }
    if (rest.starts_with("**") && depth < deepest) {
      const std::size_t end = rest.find("**", 2);
      if (end != std::string_view::npos && end > 2) {
        inlines.push_back({Inline::Is::bold, "", inlines_of(rest.substr(2, end - 2), depth + 1), {}});
        at += end + 2;
        continue;
      }
    }
    if (rest.front() == '[' && depth < deepest) {
      const std::size_t middle = rest.find("](");
      const std::size_t end = middle == std::string_view::npos ? middle : rest.find(')', middle);
      if (end != std::string_view::npos && middle > 1 &&
          rest.substr(1, middle - 1).find('[') == std::string_view::npos) {
        inlines.push_back({Inline::Is::link, "", inlines_of(rest.substr(1, middle - 1), depth + 1),
                           inlines_of(rest.substr(middle + 2, end - middle - 2), deepest)});
        at += end + 1;
        continue;
      }
    }
    const std::size_t special = rest.find_first_of("\x01*[", 1);
    const std::size_t length = std::min(special, rest.size());
    add_words(inlines, rest.substr(0, length));
    at += length;
  }
  return inlines;
}

Line line_of(std::string_view coded) {
  if (coded == "---") return {Line::Is::rule, {}};
  if (coded.starts_with("- ")) return {Line::Is::item, inlines_of(coded.substr(2), 0)};
  if (coded.starts_with("> ")) return {Line::Is::quote, inlines_of(coded.substr(2), 0)};
  return {Line::Is::plain, inlines_of(coded, 0)};
}

std::string_view without_end_blanks(std::string_view line) {
  while (!line.empty() && (line.back() == ' ' || line.back() == '\t')) line.remove_suffix(1);
  return line;
}

// The names of the placeholders in a line.
void add_names(const std::vector<Inline>& inlines, std::vector<std::string_view>& names) {
  for (const Inline& each : inlines) {
    if (each.is == Inline::Is::value) names.push_back(each.text);
    add_names(each.of, names);
    add_names(each.target, names);
  }
}
std::vector<std::string_view> names_in(const Line& line) {
  std::vector<std::string_view> names;
  add_names(line.inlines, names);
  return names;
}

// ---- plain text

std::string line_as_text(const Line& line, const Values& values) {
  const std::string text = shown(line.inlines, values);
  std::string written;
  const auto add = [&](std::string_view prefix, std::string_view words) {
    if (!written.empty()) written += '\n';
    written += without_end_blanks(std::string(prefix) + std::string(words));
  };
  switch (line.is) {
    case Line::Is::rule: return "----------";
    case Line::Is::plain: return text;
    case Line::Is::quote:
      for (const std::string_view each : lines_of(text)) add(each.starts_with('>') ? ">" : "> ", each);
      return written;
    case Line::Is::item:
      for (const std::string_view each : lines_of(text))
        if (!each.empty()) add(written.empty() || lone_value(line) ? "- " : "  ", each);
      return written;
  }
  return written;
}

}  // namespace

std::string shown(const std::vector<Inline>& inlines, const Values& values) {
  std::string text;
  for (const Inline& each : inlines) {
    switch (each.is) {
      case Inline::Is::words: text += each.text; break;
      case Inline::Is::value: text += values.text(each.text); break;
      case Inline::Is::bold: text += shown(each.of, values); break;
      case Inline::Is::link: {
        const std::string label = shown(each.of, values);
        const std::string target = shown(each.target, values);
        text += label == target ? target : label + " <" + target + ">";
        break;
      }
    }
  }
  return text;
}

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  for (std::size_t from = 0; from <= text.size();) {
    const std::size_t end = std::min(text.find('\n', from), text.size());
    lines.push_back(text.substr(from, end - from));
    from = end + 1;
  }
  return lines;
}

const Inline* lone_value(const Line& line) {
  return line.inlines.size() == 1 && line.inlines[0].is == Inline::Is::value ? &line.inlines[0] : nullptr;
}

std::vector<Paragraph> parse_paragraphs(std::string_view words) {
  std::vector<Paragraph> paragraphs;
  bool open = false;
  const std::string coded = encoded(words);
  for (const std::string_view each : lines_of(coded)) {
    const std::string_view line = without_end_blanks(each);
    if (line.empty()) {
      open = false;
      continue;
    }
    if (!open) paragraphs.emplace_back();
    open = true;
    paragraphs.back().push_back(line_of(line));
  }
  return paragraphs;
}

std::vector<Paragraph> without_holes(std::vector<Paragraph> paragraphs, const Values& values) {
  const auto is_empty = [&](std::string_view name) { return values.text(name).empty(); };
  std::erase_if(paragraphs, [&](Paragraph& paragraph) {
    std::vector<std::string_view> names;
    for (const Line& line : paragraph) add_names(line.inlines, names);
    if (!names.empty() && std::ranges::all_of(names, is_empty)) return true;
    std::erase_if(paragraph, [&](const Line& line) { return std::ranges::any_of(names_in(line), is_empty); });
    return paragraph.empty();
  });
  return paragraphs;
}

std::string write_subject(std::string_view words, const Values& values) {
  std::string subject;
  bool hole = false;
  for (const TemplatePart& part : program::template_parts(words)) {
    const bool value = part.is == TemplatePart::Is::placeholder;
    const std::string_view text = value ? values.text(part.text) : std::string_view(part.text);
    hole = hole || text.empty();
    for (const char c : text) {
      const bool blank = c == ' ' || c == '\n' || c == '\t';
      if (static_cast<unsigned char>(c) < 0x20 && !blank) continue;
      if (!blank || (!subject.empty() && subject.back() != ' ')) subject += blank ? ' ' : c;
    }
  }
  while (!subject.empty() && subject.back() == ' ') subject.pop_back();
  for (const std::string_view end : {":", "：", "-", "–"}) {
    if (hole && subject.ends_with(end)) subject.resize(subject.size() - end.size());
    while (!subject.empty() && subject.back() == ' ') subject.pop_back();
  }
  return subject;
}

std::string write_text(const std::vector<Paragraph>& paragraphs, const Values& values) {
  std::string text;
  for (const Paragraph& paragraph : paragraphs) {
    if (!text.empty()) text += '\n';
    for (const Line& line : paragraph) text += line_as_text(line, values) + "\n";
  }
  return text;
}

}  // namespace yakusoku::notices
