#include "adapters/mime/body.hpp"

#include <algorithm>
#include <deque>

#include "adapters/mail_text/mail_text.hpp"
#include "adapters/mime/addresses.hpp"
#include "adapters/mime/attachments.hpp"
#include "adapters/mime/tnef.hpp"
#include "adapters/mime/unpack.hpp"
#include "base/text.hpp"

namespace yakusoku::mime {
namespace {

constexpr std::size_t most_html = 2 << 20;  // what mail_text looks at
constexpr int most_envelopes = 4;

struct Piece {
  bool html = false;
  std::string content;  // UTF-8
};

// The same words twice: as somebody reads them without HTML and with it. Pieces by number.
struct View {
  std::vector<std::size_t> plain, rich;
  void append(const View& more) {
    plain.insert(plain.end(), more.plain.begin(), more.plain.end());
    rich.insert(rich.end(), more.rich.begin(), more.rich.end());
  }
};

std::string escape(std::string_view text) {
  std::string out = "<p>";
  for (const char c : text) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '\n': out += "<br>"; break;
      default: out += c;
    }
  }
  return out + "</p>";
}

// A charset in the head of an HTML page.
std::string charset_of_page(std::string_view html) {
  const std::string head = ascii_lower(html.substr(0, 2048));
  const auto meta = head.find("charset=");
  if (meta == std::string::npos) return {};
  std::string_view rest = std::string_view(head).substr(meta + 8);
  if (!rest.empty() && (rest.front() == '"' || rest.front() == '\'')) rest.remove_prefix(1);
  return std::string(rest.substr(0, rest.find_first_of("\"' ;>/")));
}

class BodyReader {
 public:
  BodyReader(const CharsetHint& hint, const ReadOptions& options, ports::ReadMail& mail)
      : hint_(hint), options_(options), mail_(mail), attachments_(mail, options.attachments) {}

  void read(const Part& root) {
    const View view = visit(root);
    write(view);
  }

 private:
  View visit(const Part& part) {
    if (part.too_deep) {
      add_note(mail_, "nested_too_deep");
      attachments_.add("nested.eml", "message/rfc822", {}, part.written);
      return {};
    }
    if (part.type.value == "multipart/alternative") return visit_alternative(part);
    if (part.type.value == "multipart/related") return visit_related(part);
    if (part.type.value == "multipart/encrypted") return visit_encrypted(part);
    if (part.type.value == "multipart/signed") add_note(mail_, "signed");
    if (part.is_multipart()) {
      View view;
      for (const Part& each : part.children) view.append(visit(each));
      return view;
    }
    return visit_leaf(part);
  }

  bool blank(const std::vector<std::size_t>& pieces) const {
    return std::ranges::all_of(pieces, [&](std::size_t n) { return trim(pieces_[n].content).empty(); });
  }
  bool has_html(const std::vector<std::size_t>& pieces) const {
    return std::ranges::any_of(pieces, [&](std::size_t n) { return pieces_[n].html; });
  }

  // The plain words are the first alternative that is only words, the rich ones the last that has HTML.
  View visit_alternative(const Part& part) {
    View chosen;
    for (const Part& each : part.children) {
      if (each.type.value == "text/x-amp-html") {
        add_note(mail_, "amp_left_out");
        continue;
      }
      alternative_ = true;
      const View view = visit(each);
      const bool words = !has_html(view.plain) && !blank(view.plain);
      if (blank(chosen.plain) || (words && has_html(chosen.plain))) chosen.plain = view.plain;
      if (has_html(view.rich) || blank(chosen.rich)) chosen.rich = view.rich;
    }
    alternative_ = false;
    return chosen;
  }

  View visit_related(const Part& part) {
    View view;
    const auto starts = read_message_ids(part.type.get("start"));
    const auto is_start = [&](const Part& each) {
      const auto ids = read_message_ids(field(each.fields, "Content-ID"));
      return !starts.empty() && !ids.empty() && ids.front() == starts.front();
    };
    const auto found = std::ranges::find_if(part.children, is_start);
    const Part* root = found != part.children.end() ? &*found
                       : part.children.empty()      ? nullptr
                                                    : &part.children.front();
    if (root) view = visit(*root);
    for (const Part& each : part.children)
      if (&each != root) view.append(visit(each));
    return view;
  }

  View visit_encrypted(const Part& part) {
    add_note(mail_, "encrypted");
    for (const Part& each : part.children) attachments_.add(each, hint_, each.bytes());
    return {};
  }

  bool is_shown(const Part& part) const {
    const std::string& type = part.type.value;
    if (!type.starts_with("text/") || part.disposition.value == "attachment") return false;
    const bool named = !part.disposition.get("filename").empty() || !part.type.get("name").empty();
    if (type == "text/plain" || type == "text/html") return !named || pieces_.empty() || alternative_;
    static constexpr std::string_view files[] = {"text/calendar",  "text/vcard", "text/x-vcard",
                                                 "text/directory", "text/csv",   "text/rfc822-headers",
                                                 "text/rtf"};
    return !named && std::ranges::find(files, type) == std::end(files);
  }

  View visit_leaf(const Part& part) {
    if (is_shown(part)) return show(part);
    const std::string& type = part.type.value;
    const std::string name = name_of(part, hint_);
    if (type == "application/ms-tnef" || type == "application/vnd.ms-tnef" || same_word(name, "winmail.dat"))
      return visit_tnef(part);
    if (type == "application/pkcs7-mime" || type == "application/x-pkcs7-mime" ||
        (type == "application/octet-stream" && ascii_lower(name).ends_with(".p7m")))
      return visit_pkcs7(part);
    if (type == "application/pgp-encrypted") add_note(mail_, "encrypted");
    bool fits = true;
    std::string bytes = part.bytes(&fits);
    if (!fits) add_note(mail_, "bad_encoding");
    attachments_.add(part, hint_, std::move(bytes));
    return {};
  }

  View put(bool html, std::string content) {
    pieces_.push_back({html, std::move(content)});
    const std::size_t number = pieces_.size() - 1;
    return {{number}, {number}};
  }

  View show(const Part& part) {
    bool fits = true;
    std::string bytes = part.bytes(&fits);
    if (!fits) add_note(mail_, "bad_encoding");
    const bool html = part.type.value == "text/html";
    const std::size_t most = html ? most_html : options_.text_bytes;
    std::string label(part.type.get("charset"));
    if (html && label.empty()) label = charset_of_page(bytes);
    std::vector<UuFile> files;
    if (!html && bytes.contains("begin ")) files = take_uuencoded(bytes = with_line_ends(std::move(bytes)));
    if (bytes.size() > most * 4) bytes.resize(most * 4);
    Decoded decoded = decode(bytes, label, hint_);
    if (!decoded.known) add_note(mail_, "unknown_charset");
    std::string text = clean_text(decoded.text);
    if (text.size() > most) {
      text.resize(most);
      while (!text.empty() && (static_cast<unsigned char>(text.back()) & 0xc0) == 0x80) text.pop_back();
      if (!text.empty() && static_cast<unsigned char>(text.back()) >= 0xc0) text.pop_back();
      add_note(mail_, html ? "html_cut" : "text_cut");
    }
    for (UuFile& each : files) {
      std::string name = file_name(decode_header(each.name, {label, hint_.language}));
      std::string type(type_of_ending(name));
      attachments_.add(std::move(name), std::move(type), {}, std::move(each.bytes));
    }
    if (html) return put(true, std::move(text));
    if (same_word(part.type.get("format"), "flowed"))
      text = mail_text::unflow(text, same_word(part.type.get("delsp"), "yes"));
    const Armour armour = take_pgp_armour(text);
    if (armour != Armour::none) add_note(mail_, armour == Armour::encrypted ? "encrypted" : "signed");
    return put(false, std::move(text));
  }

  static std::string with_line_ends(std::string bytes) {
    std::erase(bytes, '\r');
    return bytes;
  }

  View visit_tnef(const Part& part) {
    std::string bytes = part.bytes();
    TnefContent content = read_tnef(bytes);
    if (!content.readable) {
      add_note(mail_, "tnef_unreadable");
      attachments_.add(part, hint_, std::move(bytes));
      return {};
    }
    for (TnefFile& each : content.files) {
      std::string name = file_name(each.name);
      std::string type = each.type.empty() ? std::string(type_of_ending(name)) : std::move(each.type);
      attachments_.add(std::move(name), std::move(type), std::move(each.content_id), std::move(each.bytes));
    }
    if (std::ranges::any_of(pieces_, [](const Piece& each) { return !trim(each.content).empty(); })) return {};
    View view;
    if (!trim(content.text).empty()) view = put(false, clean_text(content.text));
    if (!trim(content.html).empty()) {
      const View rich = put(true, clean_text(content.html));
      view = {view.plain.empty() ? rich.plain : view.plain, rich.rich};
    }
    return view;
  }

  View visit_pkcs7(const Part& part) {
    std::string bytes = part.bytes();
    std::string within;
    switch (open_pkcs7(bytes, within)) {
      case Envelope::signed_data: {
        if (envelopes_ >= most_envelopes) break;
        add_note(mail_, "signed");
        ++envelopes_;
        const Tree tree = read_tree(within, {options_.depth, options_.parts}, hint_.language);
        if (!tree.readable) break;
        return visit(tree.root);
      }
      case Envelope::encrypted: add_note(mail_, "encrypted"); break;
      case Envelope::unreadable:
        if (part.type.get("smime-type") != "signed-data" && part.type.get("smime-type") != "certs-only")
          add_note(mail_, "encrypted");
        break;
    }
    attachments_.add(part, hint_, std::move(bytes));
    return {};
  }

  void write(const View& view) {
    std::string raw_html;
    std::deque<mail_text::Html> safe;
    std::vector<const mail_text::Html*> of_piece(pieces_.size());
    const auto read = [&](std::size_t n) {
      if (!of_piece[n]) of_piece[n] = &safe.emplace_back(mail_text::read_html(pieces_[n].content));
      return of_piece[n];
    };
    for (const std::size_t n : view.plain) {
      if (!mail_.text.empty() && !mail_.text.ends_with('\n')) mail_.text += '\n';
      if (!mail_.text.empty()) mail_.text += '\n';
      mail_.text += pieces_[n].html ? read(n)->text : pieces_[n].content;
    }
    if (has_html(view.rich)) {
      for (const std::size_t n : view.rich) {
        mail_.html += pieces_[n].html ? read(n)->safe : escape(pieces_[n].content);
        mail_.remote_images = mail_.remote_images || (pieces_[n].html && read(n)->remote_images);
        raw_html += pieces_[n].html ? pieces_[n].content : escape(pieces_[n].content);
      }
    }
    attachments_.mark_shown_in(raw_html);
    trim_reply(has_html(view.plain), raw_html);
  }

  void trim_reply(bool only_html, const std::string& raw_html) {
    mail_text::Said said = only_html ? mail_text::reply_of_html(raw_html) : mail_text::reply_of_text(mail_.text);
    // The client's own marks of a quote are in the HTML alone.
    if (!only_html && trim(said.folded).empty() && !raw_html.empty()) {
      mail_text::Said marked = mail_text::reply_of_html(raw_html);
      if (!trim(marked.reply).empty() && !trim(marked.folded).empty()) said = std::move(marked);
    }
    if (trim(said.reply).empty() && !trim(mail_.text).empty() && trim(said.folded).empty()) said.reply = mail_.text;
    mail_.reply = std::move(said.reply);
    mail_.folded = std::move(said.folded);
  }

  const CharsetHint& hint_;
  const ReadOptions& options_;
  ports::ReadMail& mail_;
  Attachments attachments_;
  std::vector<Piece> pieces_;
  bool alternative_ = false;
  int envelopes_ = 0;
};

}  // namespace

void add_note(ports::ReadMail& mail, std::string_view note) {
  if (std::ranges::find(mail.notes, note) == mail.notes.end()) mail.notes.emplace_back(note);
}

void read_body(const Tree& tree, const CharsetHint& hint, const ReadOptions& options, ports::ReadMail& mail) {
  if (tree.cut) add_note(mail, "too_many_parts");
  BodyReader(hint, options, mail).read(tree.root);
}

}  // namespace yakusoku::mime
