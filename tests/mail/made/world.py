"""Mails of the rest of the world: charsets, names of files and of people, clients."""

from .parts import PDF, PNG, b64, cut_words, file, mail, multi, multi_part, part, percent, q_word, qp, typed, word, words


def charsets():
    for name, charset, codec, text, language in (
            ("de_windows_1252", "windows-1252", "cp1252", "Die Größe “stimmt” nicht – bitte prüfen.\n", ""),
            ("fr_iso_8859_1_is_windows_1252", "iso-8859-1", "cp1252", "L’imprimante coûte 5 € de trop…\n", ""),
            ("pl_windows_1250", "windows-1250", "cp1250", "Zażółć gęślą jaźń.\n", ""),
            ("pl_iso_8859_2", "ISO-8859-2", "iso8859_2", "Zażółć gęślą jaźń.\n", ""),
            ("ru_windows_1251", "windows-1251", "cp1251", "Принтер не работает.\n", ""),
            ("ru_koi8_r", "koi8-r", "koi8_r", "Принтер не работает.\n", ""),
            ("el_windows_1253", "windows-1253", "cp1253", "Ο εκτυπωτής δεν λειτουργεί.\n", ""),
            ("tr_iso_8859_9", "iso-8859-9", "iso8859_9", "Yazıcı çalışmıyor, şimdi ne?\n", ""),
            ("he_windows_1255", "windows-1255", "cp1255", "המדפסת לא עובדת\n", ""),
            ("ar_windows_1256", "windows-1256", "cp1256", "الطابعة لا تعمل\n", ""),
            ("lt_windows_1257", "windows-1257", "cp1257", "Spausdintuvas neveikia, ačiū.\n", ""),
            ("th_tis_620", "tis-620", "tis_620", "เครื่องพิมพ์เสีย\n", ""),
            ("ko_euc_kr", "euc-kr", "euc_kr", "프린터가 고장났습니다.\n", "ko"),
            ("ko_ks_c_5601", "ks_c_5601-1987", "cp949", "프린터가 똠방 고장났습니다.\n", "ko"),
            ("ko_iso_2022_kr", "iso-2022-kr", "iso2022_kr", "프린터가 고장났습니다.\n", "ko"),
            ("zh_gb2312_is_gbk", "gb2312", "gbk", "打印机坏了，請幫忙。\n", "zh"),
            ("zh_gb18030", "gb18030", "gb18030", "打印机坏了，请帮忙。\n", "zh"),
            ("zh_hz", "hz-gb-2312", "hz", "打印机坏了\n", "zh"),
            ("zh_big5", "big5", "cp950", "印表機壞了，請幫忙。\n", "zh"),
            ("utf_16_with_mark", "utf-16", "utf-16", "Drucker „kaputt“\n", ""),
            ("utf_7", "utf-7", "utf-7", "Größe prüfen\n", "")):
        expect = {"text": text, "notes": [], "subject": text.strip()}
        if language:
            expect["language"] = language
        mail(name, b64(text.encode(codec)), cut_words(text.strip(), charset, codec, 200), more=typed(charset, "base64"),
             expect=expect)


def raw_bytes():
    mail("de_raw_latin1_without_label", "Die Größe stimmt nicht, bitte prüfen.\n".encode("latin-1"), "Größe prüfen".encode("latin-1"),
         sender="Jürgen Müller <jm@customer.example>".encode("latin-1"),
         expect={"subject": "Größe prüfen", "text": "Die Größe stimmt nicht, bitte prüfen.\n",
                 "from": {"name": "Jürgen Müller", "address": "jm@customer.example"}})
    mail("ru_raw_windows_1251_without_label", "Добрый день! Принтер больше не работает, помогите.\n".encode("cp1251"),
         expect={"text": "Добрый день! Принтер больше не работает, помогите.\n"})
    mail("ko_raw_header_beside_labelled_body", "고장났습니다.\n".encode("euc_kr"), "프린터 고장".encode("euc_kr"),
         more=typed("euc-kr", "8bit"), expect={"subject": "프린터 고장", "text": "고장났습니다.\n"})
    mail("zh_raw_header_beside_labelled_body", "打印机坏了\n".encode("gbk"), "打印机".encode("gbk"), more=typed("gb2312", "8bit"),
         expect={"subject": "打印机", "text": "打印机坏了\n"})
    mail("utf8_labelled_latin1", "Größe prüfen – danke\n", more=typed("iso-8859-1", "8bit"), expect={"text": "Größe prüfen – danke\n"})
    mail("utf8_cut_inside_a_letter", "Größe prü".encode()[:-1] + b"\n", more=typed("utf-8", "8bit"), expect={"text_has": ["Größe pr"]})
    mail("utf8_emoji_and_flags", b64("Danke 👍🏽 🇯🇵\n"), words("Danke 👍🏽"), more=typed("utf-8", "base64"),
         expect={"text": "Danke 👍🏽 🇯🇵\n", "subject": "Danke 👍🏽"})


def names():
    mail("words_q_with_blanks_inside", "x\n", b"=?iso-8859-1?Q?Gr=F6=DFe der T=FCr?=", expect={"subject": "Größe der Tür"})
    mail("words_unknown_charset_keeps_ascii", "x\n", b"=?x-unknown-1?B?" + b64("hello").strip() + b"?=", expect={"subject": "hello"})
    mail("words_that_are_none", "x\n", b"a =? b ?= c =?utf-8?X?abc?= =?utf-8?B", expect={"subject": "a =? b ?= c =?utf-8?X?abc?= =?utf-8?B"})
    mail("words_carry_a_line_break", "x\n", word("Hello\r\nBcc: all@desk.example"), expect={"subject": "Hello Bcc: all@desk.example"})
    mail("from_in_comment", "x\n", sender=b"taro@customer.example (Taro Yamada)",
         expect={"from": {"name": "Taro Yamada", "address": "taro@customer.example"}})
    mail("from_bare_address_upper_case", "x\n", sender=b"Taro.Yamada@Customer.EXAMPLE",
         expect={"from": {"name": "", "address": "Taro.Yamada@customer.example"}})
    mail("from_quoted_comma_and_escapes", "x\n", sender=b'"Yamada, \\"Taro\\" (Sales)" <taro@customer.example>',
         expect={"from": {"name": 'Yamada, "Taro" (Sales)', "address": "taro@customer.example"}})
    mail("from_without_closing_bracket", "x\n", sender=b"Taro <taro@customer.example", expect={"from": {"address": "taro@customer.example"}})
    mail("from_two_authors", "x\n", sender=b"A <a@customer.example>, B <b@other.example>",
         expect={"from": {"name": "A"}, "authors": [{"address": "a@customer.example"}, {"address": "b@other.example"}]})
    mail("from_direction_marks_are_gone", "x\n", sender=word("Taro\u202egnp.exe") + b" <taro@customer.example>",
         expect={"from": {"name": "Tarognp.exe"}})
    mail("from_name_that_is_an_address", "x\n", sender=b'"boss@desk.example" <evil@other.example>',
         expect={"from": {"name": "boss@desk.example", "address": "evil@other.example"}})
    mail("to_group_and_many", "x\n", to=b"Team: a@desk.example, \"B, C\" <b@desk.example>;, support@desk.example",
         expect={"to": [{"address": "a@desk.example"}, {"name": "B, C", "address": "b@desk.example"}, {"address": "support@desk.example"}]})
    mail("to_undisclosed", "x\n", to=b"undisclosed-recipients:;", expect={"to": []})
    mail("to_old_route", "x\n", to=b"<@relay.example,@b.example:support@desk.example>", expect={"to": [{"address": "support@desk.example"}]})
    mail("address_of_another_script", "x\n", sender="Jürgen <jürgen@bücher.example>".encode(),
         expect={"from": {"name": "Jürgen", "address": "jürgen@bücher.example"}})
    mail("cc_in_two_headers", "x\n", more=["Cc: a@x.example", "Cc: b@x.example, c@x.example", "Reply-To: <other@x.example>", "Sender: s@x.example"],
         expect={"cc": [{"address": "a@x.example"}, {"address": "b@x.example"}, {"address": "c@x.example"}],
                 "reply_to": [{"address": "other@x.example"}], "sender": {"address": "s@x.example"}})


def files():
    def one(name, wanted, disposition, kind=b"application/pdf", more=()):
        fields, body = multi("multipart/mixed", part("See file.\n"), file(PDF, disposition, kind, more))
        mail(name, body, more=fields, expect={"text": "See file.\n", "attachments": [{"name": wanted, "size": len(PDF)}]})
    one("file_name_rfc2231_continued", "a long name that goes on.pdf", b"Content-Disposition: attachment; filename*0=\"a long name \";\n filename*1=\"that goes on.pdf\"")
    one("file_name_unquoted_with_blanks", "My Report 2026.pdf", b"Content-Disposition: attachment; filename=My Report 2026.pdf")
    one("file_name_path_is_cut", "passwd", b'Content-Disposition: attachment; filename="../../etc/passwd"')
    one("file_name_hidden_is_shown", "profile.pdf", b'Content-Disposition: attachment; filename="...profile.pdf"')
    one("file_name_none", "attachment-1.pdf", b"Content-Disposition: attachment")
    one("file_name_direction_mark", "fdp.exe", b"Content-Disposition: attachment; filename*=utf-8''" + percent("\u202efdp.exe".encode()))
    one("file_name_very_long", "n" * 146 + ".pdf", b'Content-Disposition: attachment; filename="' + b"n" * 400 + b'.pdf"')
    one("file_name_semicolon_in_quotes", "a; b.pdf", b'Content-Disposition: attachment; filename="a; b.pdf"')
    one("file_name_without_closing_quote", "cut.pdf", b'Content-Disposition: attachment; filename="cut.pdf')
    one("file_name_q_word", "Prüfung.pdf", b"Content-Disposition: attachment; filename=\"" + q_word("Prüfung.pdf", "iso-8859-1") + b'"')


def clients():
    fields, body = multi("multipart/mixed", multi_part(
        "multipart/related", multi_part("multipart/alternative", part("See picture\n[cid:image001.png@01DA]\n"),
                                        part(b'<html><body><p>See picture</p><img src="cid:image001.png@01DA"></body></html>', b"text/html; charset=utf-8"),
                                        boundary="c3"),
        file(PNG, b'Content-Disposition: inline; filename="image001.png"', b'image/png; name="image001.png"', [b"Content-ID: <image001.png@01DA>"]),
        boundary="c2"), file(PDF, b'Content-Disposition: attachment; filename="invoice.pdf"'))
    mail("outlook_inline_picture_and_file", body, more=fields, expect={
        "html_has": ["See picture", "cid:image001.png@01DA"],
        "attachments": [{"name": "image001.png", "type": "image/png", "inside_text": True, "content_id": "image001.png@01DA"},
                        {"name": "invoice.pdf", "type": "application/pdf", "inside_text": False}]})
    fields, body = multi("multipart/mixed", part("Before the picture.\n"), file(PNG, b'Content-Disposition: inline; filename="photo.png"', b"image/png"),
                         part("After the picture.\n"))
    mail("apple_mail_text_picture_text", body, more=fields, expect={
        "text_has": ["Before the picture.", "After the picture."], "attachments": [{"name": "photo.png", "inside_text": False}]})
    fields, body = multi("multipart/alternative", part("Plain words.\n"), multi_part(
        "multipart/mixed", part("<p>Rich words.</p>", "text/html; charset=utf-8"), file(PDF, b'Content-Disposition: inline; filename="plan.pdf"'),
        part("<p>More rich words.</p>", "text/html; charset=utf-8"), boundary="c2"))
    mail("apple_mail_file_inside_alternative", body, more=fields, expect={
        "text": "Plain words.\n", "html_has": ["Rich words.", "More rich words."], "attachments": [{"name": "plan.pdf"}]})
    fields, body = multi("multipart/alternative", part("When: Friday\n"), part("<p>When: Friday</p>", "text/html; charset=utf-8"),
                         part("BEGIN:VCALENDAR\nMETHOD:REQUEST\nEND:VCALENDAR\n", "text/calendar; charset=utf-8; method=REQUEST"))
    mail("outlook_invitation", body, more=fields, expect={"text": "When: Friday\n", "attachments": [{"type": "text/calendar", "name": "attachment-1.ics"}]})
    fields, body = multi("multipart/alternative", part("Plain\n"), part("<html amp4email><p>Amp</p></html>", "text/x-amp-html; charset=utf-8"),
                         part("<p>Rich</p>", "text/html; charset=utf-8"))
    mail("gmail_amp_is_left_out", body, more=fields, expect={"text": "Plain\n", "html_has": ["Rich"], "html_lacks": ["Amp"], "attachments": [], "notes_has": ["amp_left_out"]})
    flowed = "This is one long \nline of words.\n\n> quoted line \n> that flows\n"
    mail("thunderbird_flowed", flowed, more=typed("utf-8", more="; format=flowed"),
         expect={"text_has": ["This is one long line of words.\n"]})
    fields, body = multi("multipart/alternative", part(" \n"), part("<p>Only the page says it.</p>", "text/html; charset=utf-8"))
    mail("empty_plain_alternative", body, more=fields, expect={"text_has": ["Only the page says it."], "reply_has": ["Only the page says it."]})
    mail("html_only_with_remote_picture", '<p>Hello</p><img src="https://track.example/p.gif"><script>alert(1)</script>', more=typed("utf-8", kind="text/html"),
         expect={"text_has": ["Hello"], "html_has": ["Hello"], "html_lacks": ["<script", " src=\"https://track"], "remote_images": True})


def make():
    for each in (charsets, raw_bytes, names, files, clients):
        each()
