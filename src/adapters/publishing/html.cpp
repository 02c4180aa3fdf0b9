#include "adapters/publishing/html.hpp"

namespace yakusoku::publishing {
namespace {

std::string escaped(std::string_view text) {
  std::string safe;
  for (const char c : text) {
    switch (c) {
      case '&': safe += "&amp;"; break;
      case '<': safe += "&lt;"; break;
      case '>': safe += "&gt;"; break;
      case '"': safe += "&quot;"; break;
      case '\'': safe += "&#39;"; break;
      default: safe += c;
    }
  }
  return safe;
}

bool may_link(std::string_view link) {
  return link.starts_with("https://") || link.starts_with("http://") || link.starts_with("mailto:") ||
         link.starts_with('#');
}

std::string id_of(const std::string& anchor) {
  return anchor.empty() ? std::string() : " id=\"" + escaped(anchor) + "\"";
}

std::string words_html(const Document& document, const Words& words) {
  std::string text = escaped(words.text);
  if (!words.language.empty()) {
    const std::string mark =
        document.language == "ja" ? "この言語の文は未掲載です" : "not available in this language";
    text = "<span class=\"stands-in\" lang=\"" + escaped(words.language) + "\" title=\"" + mark + "\">" + text +
           "</span>";
  }
  if (may_link(words.link)) text = "<a href=\"" + escaped(words.link) + "\">" + text + "</a>";
  return words.soft ? "<span class=\"hint\">" + text + "</span>" : text;
}

// One line a run.
std::string lines_html(const Document& document, const std::vector<Words>& lines) {
  std::string html;
  for (const Words& each : lines) {
    if (!html.empty() && !each.soft) html += "<br>";
    html += words_html(document, each);
  }
  return html;
}

std::string table_html(const Document& document, const Table& table) {
  // The roles keep it a table where a phone's sheet makes blocks of its rows.
  std::string html = "<table role=\"table\">";
  if (!table.caption.empty()) html += "<caption>" + escaped(table.caption) + "</caption>";
  if (!table.head.empty()) {
    html += "<thead role=\"rowgroup\"><tr role=\"row\">";
    for (const Cell& each : table.head) {
      // An empty corner heads nothing.
      html += each.lines.empty() ? "<td role=\"cell\"></td>"
                                 : "<th scope=\"col\" role=\"columnheader\"" + id_of(each.anchor) + ">" +
                                       lines_html(document, each.lines) + "</th>";
    }
    html += "</tr></thead>";
  }
  html += "<tbody role=\"rowgroup\">";
  for (const auto& row : table.rows) {
    html += "<tr role=\"row\">";
    for (std::size_t i = 0; i < row.size(); ++i) {
      const Cell& each = row[i];
      if (each.header) {
        html += "<th scope=\"row\" role=\"rowheader\"" + id_of(each.anchor) + ">" + lines_html(document, each.lines) +
                "</th>";
        continue;
      }
      std::string label;
      if (i < table.head.size())
        for (const Words& words : table.head[i].lines) label += (label.empty() ? "" : " · ") + words.text;
      html += "<td role=\"cell\" data-label=\"" + escaped(label) + "\"" + id_of(each.anchor) + ">" +
              (each.lines.empty() ? std::string("—") : lines_html(document, each.lines)) + "</td>";
    }
    html += "</tr>";
  }
  return html + "</tbody></table>";
}

std::string list_html(const Document& document, const Block& block) {
  const std::string tag = block.kind == Block::Kind::steps ? "ol" : "ul";
  std::string html = "<" + tag + ">";
  for (const Item& each : block.items)
    html += "<li" + id_of(each.anchor) + ">" + lines_html(document, each.says) + "</li>";
  return html + "</" + tag + ">";
}

std::string terms_html(const Document& document, const Block& block) {
  std::string html = "<dl class=\"clauses\">";
  for (const Item& each : block.items) {
    html += "<div" + id_of(each.anchor) + "><dt>" + words_html(document, each.term) + "</dt>";
    html += "<dd>" + lines_html(document, each.says) + "</dd></div>";
  }
  return html + "</dl>";
}

std::string block_html(const Document& document, const Block& block) {
  switch (block.kind) {
    case Block::Kind::heading: {
      const std::string tag = block.level == 3 ? "h3" : "h2";
      std::string link;
      if (!block.anchor.empty())
        link = " <a class=\"clause-link\" href=\"#" + escaped(block.anchor) + "\" aria-label=\"" +
               escaped(block.words.front().text) + (document.language == "ja" ? "へのリンク" : ": link") + "\">§</a>";
      return "<" + tag + id_of(block.anchor) + ">" + lines_html(document, block.words) + link + "</" + tag + ">\n";
    }
    case Block::Kind::paragraph:
      return "<p" + id_of(block.anchor) + ">" + lines_html(document, block.words) + "</p>\n";
    case Block::Kind::note:
      return "<p class=\"author-note\"" + id_of(block.anchor) + ">" + lines_html(document, block.words) + "</p>\n";
    case Block::Kind::terms: return terms_html(document, block) + "\n";
    case Block::Kind::table: return table_html(document, block.table) + "\n";
    case Block::Kind::list:
    case Block::Kind::steps: return list_html(document, block) + "\n";
    case Block::Kind::figure:
      return "<figure><div role=\"img\" aria-label=\"" + escaped(block.figure.alternative) + "\">" +
             block.figure.svg + "</div><figcaption>" + lines_html(document, block.words) + "</figcaption></figure>\n";
  }
  return {};
}

std::string contents_html(const Document& document) {
  const bool japanese = document.language == "ja";
  std::string html =
      std::string("<nav class=\"contents\" aria-label=\"") + (japanese ? "目次" : "Contents") + "\"><ul>";
  for (const Block& each : document.blocks)
    if (each.kind == Block::Kind::heading && each.level == 2 && !each.anchor.empty())
      html += "<li><a href=\"#" + escaped(each.anchor) + "\">" + escaped(each.words.front().text) + "</a></li>";
  return html + "</ul></nav>\n";
}

}  // namespace

std::string blocks_html(const Document& document) {
  std::string html = "<div class=\"support-program\">" + contents_html(document);
  for (const Block& each : document.blocks) html += block_html(document, each);
  return html + "</div>";
}

std::string standalone_html(const Document& document, std::string_view sheet) {
  const bool japanese = document.language == "ja";
  const std::string version = (japanese ? "発効日 " : "Effective ") + document.effective + " · " +
                              (japanese ? "版 " : "Version ") + document.version;
  std::string html = "<!doctype html>\n<html lang=\"" + escaped(document.language) +
                     "\">\n<head>\n<meta charset=\"utf-8\">\n"
                     "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>" +
                     escaped(document.title.text) + " · " + escaped(document.vendor) + "</title>\n<style>\n";
  html += sheet;
  html += "\n</style>\n</head>\n<body>\n<main>\n<p class=\"crumb\">" + escaped(document.vendor) + "</p>\n<h1>" +
          words_html(document, document.title) + "</h1>\n<p class=\"soft version\">" + escaped(version) + "</p>\n";
  html += blocks_html(document);
  return html + "\n</main>\n<footer class=\"foot\">" + escaped(document.title.text) + " · " + escaped(version) +
         "</footer>\n</body>\n</html>\n";
}

}  // namespace yakusoku::publishing
