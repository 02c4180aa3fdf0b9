// Notices as HTML that a mail program shows in its own colours.

#include <utility>

#include "core/notices/markup.hpp"

namespace yakusoku::notices {
namespace {

// Where an address that begins at `from` ends: at what no address holds, without the sentence's own punctuation.
std::size_t end_of_address(std::string_view text, std::size_t from) {
  std::size_t end = from;
  int open = 0;
  for (; end < text.size(); ++end) {
    const unsigned char c = static_cast<unsigned char>(text[end]);
    if (c <= 0x20 || c >= 0x7f || c == '<' || c == '>' || c == '"' || c == '`' || c == '\\') break;
    if (c == '(') ++open;
    if (c == ')' && --open < 0) break;
  }
  constexpr std::string_view punctuation = ".,;:!?'*";
  while (end > from && punctuation.find(text[end - 1]) != std::string_view::npos) --end;
  return end;
}

bool is_web_address(std::string_view text) {
  for (const std::string_view scheme : {"https://", "http://"})
    if (text.starts_with(scheme) && text.size() > scheme.size()) return true;
  return false;
}

std::string link_to(std::string_view target, std::string_view label_html) {
  return "<a href=\"" + escaped(target) + "\" style=\"color:inherit;text-decoration:underline\">" +
         std::string(label_html) + "</a>";
}

// Blanks that HTML would swallow, and line ends.
std::string spaced(std::string_view text, bool blank_before) {
  std::string html;
  for (const char c : text) {
    if (c == '\n') {
      html += "<br>\n";
    } else if (c == ' ' && blank_before) {
      html += "&nbsp;";
    } else {
      html += c == '\t' ? "&nbsp; " : escaped(std::string_view(&c, 1));
    }
    blank_before = c == ' ' || c == '\n' || c == '\t';
  }
  return html;
}

// Addresses of the web become links.
std::string linked(std::string_view text, bool line_start) {
  std::string html;
  std::size_t done = 0;
  for (std::size_t at = text.find("http"); at != std::string_view::npos; at = text.find("http", at)) {
    const std::size_t end = end_of_address(text, at);
    const std::string_view address = text.substr(at, end - at);
    if (!is_web_address(address)) {
      at += 4;
      continue;
    }
    html += spaced(text.substr(done, at - done), line_start && done == 0) + link_to(address, escaped(address));
    done = at = end;
  }
  return html + spaced(text.substr(done), line_start && done == 0);
}

std::string inlines_as_html(const std::vector<Inline>& inlines, const Values& values) {
  std::string html, run;
  const auto flush = [&] {
    html += linked(run, html.empty());
    run.clear();
  };
  for (const Inline& each : inlines) {
    switch (each.is) {
      case Inline::Is::words: run += each.text; break;
      case Inline::Is::value: run += values.text(each.text); break;
      case Inline::Is::bold:
        flush();
        html += "<strong>" + inlines_as_html(each.of, values) + "</strong>";
        break;
      case Inline::Is::link: {
        flush();
        const std::string target = shown(each.target, values);
        const std::string label = shown(each.of, values);
        if (is_web_address(target) || target.starts_with("mailto:")) {
          html += link_to(target, escaped(label));
        } else {
          html += linked(label + " <" + target + ">", false);
        }
        break;
      }
    }
  }
  flush();
  return html;
}

constexpr std::string_view quote_style = " style=\"margin:0 0 1em;padding:0 0 0 12px;border-left:3px solid #8a8f98\"";

class BodyWriter {
 public:
  explicit BodyWriter(const Values& values) : values_(values) {}

  void paragraph(const Paragraph& paragraph) {
    for (const Line& line : paragraph) add(line);
    close();
  }
  std::string take() { return std::move(html_); }

 private:
  void add(const Line& line) {
    const Inline* value = lone_value(line);
    const std::string_view ready = value ? values_.html(value->text) : std::string_view();
    switch (line.is) {
      case Line::Is::rule:
        close();
        html_ += "<hr style=\"border:0;border-top:1px solid #8a8f98;margin:1.5em 0 1em\">\n";
        return;
      case Line::Is::item:
        open("ul", " style=\"margin:0 0 1em;padding:0 0 0 1.4em\"");
        item(line, value);
        return;
      case Line::Is::quote:
        open("blockquote", quote_style);
        text_line(line, ready);
        return;
      case Line::Is::plain: break;
    }
    if (ready.empty() && value && has_quotes(values_.text(value->text))) {
      close();
      quoted_text(lines_of(values_.text(value->text)), 0);
    } else if (ready.empty()) {
      open("p", " style=\"margin:0 0 1em\"");
      text_line(line, ready);
    } else {
      close();
      html_ += std::string(ready) + "\n";
    }
  }
  static bool has_quotes(std::string_view text) { return text.starts_with('>') || text.find("\n>") != text.npos; }
  // Plain text in which lines that begin with > quote, as in what was said before.
  void quoted_text(const std::vector<std::string_view>& lines, int depth) {
    constexpr int deepest = 6;
    for (std::size_t at = 0; at < lines.size();) {
      const bool quote = depth < deepest && lines[at].starts_with('>');
      std::vector<std::string_view> run;
      for (; at < lines.size() && (depth < deepest && lines[at].starts_with('>')) == quote; ++at) {
        std::string_view each = lines[at];
        if (quote) each.remove_prefix(each.starts_with("> ") ? 2 : 1);
        run.push_back(each);
      }
      if (quote) {
        html_ += "<blockquote" + std::string(quote_style) + ">\n";
        quoted_text(run, depth + 1);
        html_ += "</blockquote>\n";
        continue;
      }
      while (!run.empty() && run.back().empty()) run.pop_back();
      if (run.empty()) continue;
      std::string text(run.front());
      for (std::size_t i = 1; i < run.size(); ++i) text.append("\n").append(run[i]);
      html_ += "<p style=\"margin:0 0 1em\">" + linked(text, true) + "</p>\n";
    }
  }
  void item(const Line& line, const Inline* value) {
    if (!value) {
      html_ += "<li>" + inlines_as_html(line.inlines, values_) + "</li>\n";
      return;
    }
    for (const std::string_view each : lines_of(values_.text(value->text)))
      if (!each.empty()) html_ += "<li>" + linked(each, true) + "</li>\n";
  }
  void text_line(const Line& line, std::string_view ready) {
    if (lines_ > 0) html_ += "<br>\n";
    ++lines_;
    html_ += ready.empty() ? inlines_as_html(line.inlines, values_) : std::string(ready);
  }
  void open(std::string_view tag, std::string_view style) {
    if (tag_ == tag) return;
    close();
    tag_ = tag;
    html_ += "<" + std::string(tag) + std::string(style) + ">";
    if (tag == "ul") html_ += "\n";
  }
  void close() {
    if (!tag_.empty()) html_ += "</" + tag_ + ">\n";
    tag_.clear();
    lines_ = 0;
  }

  const Values& values_;
  std::string html_, tag_;
  int lines_ = 0;
};

}  // namespace

std::string write_html(const std::vector<Paragraph>& paragraphs, const Values& values) {
  BodyWriter writer(values);
  for (const Paragraph& paragraph : paragraphs) writer.paragraph(paragraph);
  return writer.take();
}

std::string html_document(std::string_view language, std::string_view title, std::string_view body) {
  const bool japanese = language == "ja" || language.starts_with("ja-");
  const std::string style = std::string("margin:0;padding:16px;max-width:640px;font-size:15px;line-height:") +
                            (japanese ? "1.75" : "1.55") +
                            ";font-family:system-ui,-apple-system,'Segoe UI','Hiragino Sans','Noto Sans JP',"
                            "'Yu Gothic UI',sans-serif;overflow-wrap:anywhere";
  // No colour of text or ground is set, so the mail program's own, dark or light, holds.
  return "<!doctype html>\n<html lang=\"" + escaped(language) +
         "\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n"
         "<meta name=\"color-scheme\" content=\"light dark\">\n<title>" +
         escaped(title) + "</title>\n</head>\n<body style=\"" + style + "\">\n" + std::string(body) +
         "</body>\n</html>\n";
}

std::string escaped(std::string_view text) {
  std::string html;
  for (const char c : text) {
    switch (c) {
      case '&': html += "&amp;"; break;
      case '<': html += "&lt;"; break;
      case '>': html += "&gt;"; break;
      case '"': html += "&quot;"; break;
      case '\'': html += "&#39;"; break;
      default: html += c;
    }
  }
  return html;
}

}  // namespace yakusoku::notices
