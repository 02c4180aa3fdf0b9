"""Mails byte by byte: what the makers beside this file put together. Nothing here parses."""

import base64
import binascii
import json
import quopri
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent
NAMES = set()
PNG = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def lines(text):
    """CRLF line ends, whatever they were."""
    data = text.encode() if isinstance(text, str) else text
    return data.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def head(name, subject=b"Printer", sender=b"Taro Yamada <taro@customer.example>", to=b"support@desk.example", more=()):
    """The headers every mail has; bytes as given. A field of None is left out."""
    raw = lambda value: value.encode() if isinstance(value, str) else value
    fields = [b"Return-Path: <taro@customer.example>", b"Message-ID: <%s@customer.example>" % name.encode(),
              b"Date: Fri, 20 Nov 2026 10:15:00 +0900"]
    if any(raw(each).lower().startswith(b"return-path:") for each in more):
        fields.pop(0)
    for key, value in ((b"From", sender), (b"To", to), (b"Subject", subject)):
        if value is not None:
            fields.append(key + b": " + raw(value))
    fields += [raw(each) for each in more]
    return b"\n".join(fields) + b"\n"


def write(name, source, expect):
    """NAME.eml and NAME.json."""
    assert name not in NAMES, name
    NAMES.add(name)
    (FOLDER / (name + ".eml")).write_bytes(source)
    (FOLDER / (name + ".json")).write_text(json.dumps(expect, ensure_ascii=False, indent=1) + "\n")


def mail(name, body, subject=b"Printer", sender=b"Taro Yamada <taro@customer.example>", to=b"support@desk.example",
         more=(), expect=None):
    """An ordinary mail: headers, a blank line, the body."""
    data = body.encode() if isinstance(body, str) else body
    write(name, lines(head(name, subject, sender, to, more) + b"\n" + data), expect)


def typed(charset, encoding="7bit", kind="text/plain", more=""):
    return ["MIME-Version: 1.0", "Content-Type: %s; charset=%s%s" % (kind, charset, more),
            "Content-Transfer-Encoding: " + encoding]


def b64(data):
    data = data.encode() if isinstance(data, str) else data
    return base64.encodebytes(data)


def qp(data):
    return quopri.encodestring(data)


def word(text, charset="utf-8", codec=None):
    """One encoded word, B."""
    data = text if isinstance(text, bytes) else text.encode(codec or charset)
    return b"=?%s?B?%s?=" % (charset.encode(), base64.b64encode(data))


def q_word(text, charset="utf-8", codec=None):
    out = b""
    for byte in text.encode(codec or charset):
        plain = chr(byte).isalnum() and byte < 128
        out += bytes([byte]) if plain else b"_" if byte == 32 else b"=%02X" % byte
    return b"=?%s?Q?%s?=" % (charset.encode(), out)


def words(text, charset="utf-8", codec=None, letters=10, between=b"\n "):
    """Cut between letters, as it should be."""
    return between.join(word(text[n:n + letters], charset, codec) for n in range(0, len(text), letters))


def cut_words(text, charset="utf-8", codec=None, size=16, make=word):
    """Cut wherever it falls, inside letters too."""
    data = text.encode(codec or charset)
    return b"\n ".join(make(data[n:n + size], charset) for n in range(0, len(data), size))


def percent(data):
    return b"".join(bytes([c]) if chr(c).isalnum() and c < 128 or c in b".-_" else b"%%%02X" % c for c in data)


def uu(name, data):
    out = b"begin 644 " + name + b"\n"
    for n in range(0, len(data), 45):
        out += binascii.b2a_uu(data[n:n + 45])
    return out + b"`\nend\n"


def part(body, kind=b"text/plain; charset=utf-8", more=()):
    raw = lambda value: value.encode() if isinstance(value, str) else value
    fields = [b"Content-Type: " + raw(kind)] if kind else []
    fields += [raw(each) for each in more]
    return b"".join(each + b"\n" for each in fields) + b"\n" + raw(body)


def multi(kind, *parts, boundary="=_b1", more=b"", closed=True):
    """The Content-Type field and a body for it: (fields, body)."""
    mark = boundary.encode()
    body = b"".join(b"--" + mark + b"\n" + each + (b"" if each.endswith(b"\n") else b"\n") for each in parts)
    if closed:
        body += b"--" + mark + b"--\n"
    return [b"MIME-Version: 1.0", b"Content-Type: " + kind.encode() + b"; boundary=\"" + mark + b"\"" + more], body


def multi_part(kind, *parts, boundary="=_b2", more=b""):
    """A multipart as a part of another."""
    fields, body = multi(kind, *parts, boundary=boundary, more=more)
    return fields[1] + b"\n\n" + body


def file(data, disposition, kind=b"application/pdf", more=()):
    return part(b64(data), kind, [b"Content-Transfer-Encoding: base64", disposition, *more])


_SELECTED = {}
for _lead in (0xED, 0xEE):
    for _trail in [*range(0x40, 0x7F), *range(0x80, 0xFD)]:
        try:
            _SELECTED[bytes([_lead, _trail]).decode("cp932")] = (_lead, _trail)
        except UnicodeDecodeError:
            pass


def cp50221(text):
    """ISO-2022-JP as Windows writes it: half-width kana, NEC's row 13, IBM's letters in NEC's place."""
    out, mode = b"", b"(B"
    for letter in text:
        if ord(letter) < 128:
            want, data = b"(B", letter.encode()
        elif 0xFF61 <= ord(letter) <= 0xFF9F:
            want, data = b"(I", bytes([ord(letter) - 0xFF61 + 0x21])
        else:
            lead, trail = _SELECTED.get(letter) or letter.encode("cp932")
            row = (lead - (0x81 if lead < 0xA0 else 0xC1)) * 2 + 0x21
            if trail >= 0x9F:
                row, cell = row + 1, trail - 0x7E
            else:
                cell = trail - (0x1F if trail < 0x7F else 0x20)
            want, data = b"$B", bytes([row, cell])
        if want != mode:
            out, mode = out + b"\x1b" + want, want
        out += data
        if letter == "\n":
            mode = b"(B"
    return out + (b"\x1b(B" if mode != b"(B" else b"")
