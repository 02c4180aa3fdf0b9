// What may stand in safe HTML, written down a second time and apart from the code that makes it: a parser's tree of the
// output is held against it, node by node.
#pragma once

#include <gumbo.h>

#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace allowed_tree {

inline bool is_url(const std::string& url, const std::vector<std::string>& schemes) {
  if (std::ranges::any_of(url, [](unsigned char c) { return c <= ' ' || c == '"' || c == '<' || c == '>'; }))
    return false;
  return std::ranges::any_of(schemes, [&](const std::string& scheme) { return url.starts_with(scheme); });
}

inline std::string complaint_of_attribute(const std::string& element, const std::string& name,
                                          const std::string& value) {
  static const std::set<std::string> plain = {"title",   "dir",   "lang",   "align",       "valign",
                                              "bgcolor", "width", "height", "border",      "colspan",
                                              "rowspan", "start", "alt",    "cellpadding", "cellspacing"};
  if (plain.contains(name)) return "";
  if (element == "a" && name == "href") {
    return is_url(value, {"http://", "https://", "mailto:", "tel:"}) ? "" : "a leads to " + value;
  }
  if (element == "a" && name == "rel") return value == "noopener noreferrer nofollow" ? "" : "rel " + value;
  if (element == "a" && name == "target") return value == "_blank" ? "" : "target " + value;
  if (element == "img" && name == "src") {
    const std::vector<std::string> own = {"cid:",
                                          "data:image/png;base64,",
                                          "data:image/gif;base64,",
                                          "data:image/jpeg;base64,",
                                          "data:image/jpg;base64,",
                                          "data:image/webp;base64,"};
    return is_url(value, own) ? "" : "img from " + value;
  }
  if (element == "img" && name == "data-held-src")
    return is_url(value, {"http://", "https://"}) ? "" : "held " + value;
  if (name == "style") {
    static const std::set<std::string> properties = {
        "background-color", "color",      "direction",       "font-style",     "font-weight",
        "list-style-type",  "text-align", "text-decoration", "vertical-align", "white-space"};
    std::string_view rest = value;
    while (!rest.empty()) {
      const std::string_view one = rest.substr(0, rest.find(';'));
      rest.remove_prefix(std::min(rest.size(), one.size() + 1));
      const std::string property(one.substr(0, one.find(':')));
      if (!properties.contains(property)) return "style " + std::string(one);
      if (one.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-#%.,() :") != std::string_view::npos) {
        return "style " + std::string(one);
      }
      for (const char* bad : {"url", "expression", "import", "behavior"}) {
        if (one.contains(std::string(bad) + "(")) return "style " + std::string(one);
      }
    }
    return "";
  }
  return "attribute " + name + " of " + element;
}

// Why the tree is not allowed; "" where it is.
inline std::string complaint(const std::string& html) {
  static const std::set<std::string> elements = {
      "a",   "abbr",  "b",     "blockquote", "br",     "caption", "cite", "code",  "col",   "colgroup", "dd",
      "del", "div",   "dl",    "dt",         "em",     "h1",      "h2",   "h3",    "h4",    "h5",       "h6",
      "hr",  "i",     "img",   "ins",        "kbd",    "li",      "mark", "ol",    "p",     "pre",      "q",
      "s",   "samp",  "small", "span",       "strong", "sub",     "sup",  "table", "tbody", "td",       "tfoot",
      "th",  "thead", "tr",    "u",          "ul",     "var",     "html", "head",  "body"};
  GumboOutput* output = gumbo_parse_with_options(&kGumboDefaultOptions, html.data(), html.size());
  std::string found;
  std::vector<const GumboNode*> open = {output->root};
  while (!open.empty() && found.empty()) {
    const GumboNode& node = *open.back();
    open.pop_back();
    if (node.type == GUMBO_NODE_COMMENT) found = "a comment";
    if (node.type == GUMBO_NODE_TEMPLATE) found = "a template";
    if (node.type != GUMBO_NODE_ELEMENT) continue;
    const GumboElement& element = node.v.element;
    const std::string name = gumbo_normalized_tagname(element.tag);
    if (element.tag_namespace != GUMBO_NAMESPACE_HTML) found = "foreign " + name;
    if (!elements.contains(name)) found = "element " + name;
    for (unsigned int i = 0; i < element.attributes.length && found.empty(); ++i) {
      const auto& attribute = *static_cast<const GumboAttribute*>(element.attributes.data[i]);
      found = complaint_of_attribute(name, attribute.name, attribute.value);
    }
    for (unsigned int i = 0; i < element.children.length; ++i) {
      open.push_back(static_cast<const GumboNode*>(element.children.data[i]));
    }
  }
  gumbo_destroy_output(&kGumboDefaultOptions, output);
  return found;
}

}  // namespace allowed_tree
