"""What should not exist and arrives all the same."""

from .parts import PDF, b64, file, head, lines, mail, multi, part, typed, write

NOTHING = {"text": "", "subject": "", "attachments": [], "auto_reply_allowed": False, "class": "normal"}


def sources():
    write("empty", b"", {**NOTHING, "notes": ["empty"]})
    write("only_blank_lines", b"\r\n\r\n\r\n", {**NOTHING, "notes": ["empty"]})
    write("no_header_at_all", lines("Just words that somebody piped in\nand a second line.\n"),
          {"text": "Just words that somebody piped in\nand a second line.\n", "notes": ["no_header"], "auto_reply_allowed": False})
    write("binary_junk", bytes(range(256)) * 4, {"attachments": [], "notes_has": ["no_header"], "auto_reply_allowed": False})
    write("headers_only", lines(head("headers_only", "Only a subject"))[:-2], {"subject": "Only a subject", "text": ""})
    write("header_cut_off_in_a_line", b"From: taro@customer.example\r\nSubject: Cut of", {"subject": "Cut of", "from": {"address": "taro@customer.example"}})
    source = head("line_ends_lf") + b"\nLine one\nLine two\n"
    write("line_ends_lf", source, {"text": "Line one\nLine two\n", "subject": "Printer"})
    write("line_ends_bare_cr", source.replace(b"\n", b"\r"), {"text": "Line one\nLine two\n", "subject": "Printer", "notes": ["bare_cr"]})
    write("line_ends_doubled_cr", source.replace(b"\n", b"\r\r\n"), {"text_has": ["Line one", "Line two"], "subject": "Printer"})
    write("line_ends_mixed", head("line_ends_mixed") + b"\r\nLine one\nLine two\r\nLine three\rLine four\n",
          {"text": "Line one\nLine two\nLine three\nLine four\n"})
    write("mbox_line_and_byte_order_mark", b"\xef\xbb\xbfFrom taro@customer.example Fri Nov 20 10:15:00 2026\n" + source, {"subject": "Printer", "text_has": ["Line one"]})
    write("nul_bytes_in_text", lines(source.replace(b"Line one", b"Li\0ne \0one")), {"text": "Line one\nLine two\n", "notes": ["nul_bytes"]})
    write("nul_bytes_in_headers", lines(source.replace(b"Subject: Printer", b"Subject: Pri\0nter")), {"subject": "Printer", "notes": ["nul_bytes"]})
    write("no_blank_line_before_text", b"From: taro@customer.example\nSubject: Printer\nthis line is no header, the next is text\n\nText.\n",
          {"subject": "Printer", "text_has": ["Text."]})
    write("control_characters", lines(source.replace(b"Line one", b"Li\x07ne\x1b[31m \x0cone\x08")), {"text_has": ["Line[31m one"], "text_lacks": ["\x07", "\x1b", "\x08"]})


def doubles():
    mail("duplicate_headers", "x\n", more=["Subject: Second", "From: second@other.example", "Message-ID: <second@other.example>", "Content-Type: text/plain", "Date: Sat, 21 Nov 2026 10:15:00 +0900"],
         expect={"subject": "Printer", "from": {"address": "taro@customer.example"}, "authors": [{"address": "taro@customer.example"}, {"address": "second@other.example"}],
                 "message_id": "duplicate_headers@customer.example", "notes": ["duplicate_from", "duplicate_subject", "duplicate_message_id"]})
    write("date_missing", b"From: taro@customer.example\nSubject: x\n\nText.\n", {"date": None, "text": "Text.\n"})
    write("date_words", b"From: taro@customer.example\nDate: yesterday at noon\nSubject: x\n\nText.\n", {"date": None})
    write("date_with_zone_name", b"From: taro@customer.example\nDate: Fri, 20 Nov 2026 10:15 +0900 (JST)\nSubject: x\n\nText.\n", {"date": "2026-11-20T01:15:00Z"})
    mail("subject_over_many_lines", "x\n", b"one\n two\n\tthree\n    four", expect={"subject": "one two three four"})
    mail("subject_very_long", "x\n", b"long " * 2000, expect={"subject": ("long " * 400)})


def parts():
    fields, body = multi("multipart/mixed", part("Words.\n"), file(PDF, b"Content-Disposition: attachment; filename=a.pdf"), closed=False)
    mail("boundary_never_closed", body, more=fields, expect={"text": "Words.\n", "attachments": [{"name": "a.pdf", "size": len(PDF)}]})
    mail("boundary_that_never_comes", "Only words, no boundary.\n", more=["Content-Type: multipart/mixed; boundary=never"], expect={"text": "Only words, no boundary.\n", "attachments": []})
    mail("boundary_missing", "Words of a multipart without a boundary.\n", more=["Content-Type: multipart/alternative"], expect={"text": "Words of a multipart without a boundary.\n"})
    fields, body = multi("multipart/mixed", part("Words.\n"))
    mail("words_after_the_last_boundary", body + b"Virus scanner: clean\n", more=fields, expect={"text": "Words.\n"})
    fields, body = multi("multipart/mixed", part("Words.\n"), part("", "application/pdf", ["Content-Disposition: attachment; filename=empty.pdf"]))
    mail("attachment_of_no_bytes", body, more=fields, expect={"text": "Words.\n", "attachments": [{"name": "empty.pdf", "size": 0}]})
    mail("content_type_is_nonsense", "Words.\n", more=["Content-Type: ;;; =?=", "Content-Transfer-Encoding: sideways"], expect={"text": "Words.\n", "attachments": []})
    mail("content_type_text_alone", "Words.\n", more=["Content-Type: text"], expect={"text": "Words.\n", "attachments": []})
    mail("labelled_base64_is_plain", "These are plain words, not base64! (really)\n", more=typed("utf-8", "base64"), expect={"text": "These are plain words, not base64! (really)\n", "notes": ["bad_encoding"]})
    mail("base64_without_padding", b"V29yZHMgYW5kIG1vcmU\n", more=typed("utf-8", "base64"), expect={"text": "Words and more"})
    mail("base64_padded_in_the_middle", b"V29yZHM=\nIGFuZCBtb3JlLg==\n", more=typed("utf-8", "base64"), expect={"text": "Words and more."})
    mail("quoted_printable_broken_escapes", "100=% of =XY, =3D and =\nsoft\n", more=typed("utf-8", "quoted-printable"), expect={"text_has": ["100=%", "=XY", "= and soft"]})
    fields, body = multi("multipart/mixed", part("Words.\n"), file(b"\0\1\2binary\0", b"Content-Disposition: attachment; filename=b.bin", b"application/octet-stream"))
    mail("attachment_with_nul_bytes", body, more=fields, expect={"text": "Words.\n", "attachments": [{"name": "b.bin", "size": 10, "content": "\0\1\2binary\0"}], "notes": []})
    mail("html_with_nul_and_unclosed_tags", "<p>Some <b>words<table><tr><td>in a cell", more=typed("utf-8", kind="text/html"), expect={"text_has": ["Some", "words", "in a cell"]})
    mail("placeholders_are_text", "Dear {{customer.name}}, {{>secrets}} {{{raw}}}\n", "{{ticket.id}}", expect={"subject": "{{ticket.id}}", "text": "Dear {{customer.name}}, {{>secrets}} {{{raw}}}\n"})


def make():
    for each in (sources, doubles, parts):
        each()
