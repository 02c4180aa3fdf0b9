#include "adapters/mail_text/safe_html.hpp"

#include <gumbo.h>

#include <optional>
#include <utility>
#include <vector>

#include "adapters/mail_text/elements.hpp"
#include "adapters/mail_text/text.hpp"
#include "adapters/mail_text/tree.hpp"

namespace yakusoku::mail_text {
namespace {

class Writer final : public Visitor {
 public:
  void text(std::string_view text) override {
    std::string clean = escaped(text);
    // The parser swallows one line end after <pre>.
    if (after_pre_ && clean.starts_with('\n')) out_.html += '\n';
    if (!clean.empty()) after_pre_ = false;
    out_.html += clean;
  }

  bool enter(const GumboInternalNode& node) override {
    const Element* element = find_element(name_of(node));
    if (element == nullptr) {
      open_.emplace_back("");
      return true;
    }
    after_pre_ = false;
    if (is_hidden(node)) return false;
    if (element->name == "img") return write_image(node), false;
    std::string attributes = attributes_of(node, *element);
    if (element->name == "a") {
      const auto url = link_url(attribute_of(node, "href").value_or(""));
      if (!url) {
        open_.emplace_back("");
        return true;
      }
      attributes = attribute("href", *url) + attributes + R"( rel="noopener noreferrer nofollow" target="_blank")";
    }
    out_.html.append("<").append(element->shown_as).append(attributes).append(">");
    after_pre_ = element->shown_as == "pre";
    if (element->shape == Shape::nothing) return false;
    open_.emplace_back(element->shown_as);
    return true;
  }

  void leave(const GumboInternalNode&) override {
    if (!open_.back().empty()) out_.html.append("</").append(open_.back()).append(">");
    open_.pop_back();
  }

  SafeHtml take() { return std::move(out_); }

 private:
  static std::string attribute(std::string_view name, std::string_view value) {
    return " " + std::string(name) + "=\"" + escaped(value) + "\"";
  }

  static std::string attributes_of(const GumboInternalNode& node, const Element& element) {
    std::string out;
    std::string style = allowed_style(attribute_of(node, "style").value_or(""));
    const auto add_style = [&style](std::string_view property, std::string_view value) {
      const std::string more = allowed_style(std::string(property) + ":" + std::string(value));
      if (!more.empty() && !style.contains(more)) style += (style.empty() ? "" : ";") + more;
    };
    if (element.name == "font") add_style("color", attribute_of(node, "color").value_or(""));
    if (element.name == "center") add_style("text-align", "center");
    if (!style.empty() && element.shown_as != "br") out += attribute("style", style);
    for (const char* name : {"title", "dir", "lang", "align", "valign", "bgcolor", "width", "height", "colspan",
                             "rowspan", "border", "cellpadding", "cellspacing", "start", "alt"}) {
      const auto given = attribute_of(node, name);
      if (!given) continue;
      if (const auto value = allowed_attribute(element.shown_as, name, *given)) out += attribute(name, *value);
    }
    return out;
  }

  void write_image(const GumboInternalNode& node) {
    const std::string_view source = attribute_of(node, "src").value_or("");
    const auto own = own_image_url(source);
    auto held = remote_image_url(source);
    if (!own && !held) held = remote_image_url(attribute_of(node, "data-held-src").value_or(""));
    const std::string attributes = attributes_of(node, *find_element("img"));
    if (own) {
      out_.html += "<img" + attribute("src", *own) + attributes + ">";
    } else if (held) {
      out_.html += "<img" + attribute("data-held-src", *held) + attributes + ">";
      out_.remote_images = true;
    } else {
      out_.html += escaped(attribute_of(node, "alt").value_or(""));
    }
  }

  SafeHtml out_;
  bool after_pre_ = false;
  std::vector<std::string_view> open_;
};

}  // namespace

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : clean_text(text)) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      default: out += c;
    }
  }
  return out;
}

bool is_hidden(const GumboInternalNode& element) {
  return attribute_of(element, "hidden").has_value() || hides(attribute_of(element, "style").value_or(""));
}

SafeHtml safe_html_of(const GumboInternalNode& body) {
  Writer writer;
  walk(body, writer);
  return writer.take();
}

}  // namespace yakusoku::mail_text
