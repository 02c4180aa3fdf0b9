"""Mails as people in Japan send them, in every encoding that still comes in."""

from .parts import (PDF, PNG, b64, cp50221, cut_words, file, mail, multi, multi_part, part, percent, q_word, qp, typed,
                    uu, word, words)

ASK = "お世話になっております。\n山田商店の山田です。\n\nプリンターが動きません。電源は入っています。\nご確認をお願いいたします。\n"
JIS = "iso2022_jp"
SUBJECT = "プリンターの件でご相談"
YAMADA = {"name": "山田 太郎", "address": "taro@customer.example"}
FINE = {"text": ASK, "reply": ASK, "language": "ja", "attachments": [], "class": "normal", "auto_reply_allowed": True}


def taro(charset="iso-2022-jp", codec=None):
    return word("山田 太郎", charset, codec) + b" <taro@customer.example>"


def bodies():
    mail("ja_iso2022jp_labelled", ASK.encode(JIS), words(SUBJECT, "ISO-2022-JP"), taro(), more=typed("ISO-2022-JP"),
         expect={**FINE, "subject": SUBJECT, "from": YAMADA, "notes": []})
    mail("ja_iso2022jp_without_label", ASK.encode(JIS), words(SUBJECT, "ISO-2022-JP"), expect={**FINE, "subject": SUBJECT})
    mail("ja_iso2022jp_labelled_us_ascii", ASK.encode(JIS), more=typed("us-ascii"), expect=FINE)
    mail("ja_iso2022jp_labelled_utf8", ASK.encode(JIS), more=typed("UTF-8"), expect=FINE)
    mail("ja_iso2022jp_base64", b64(ASK.encode(JIS)), more=typed("iso-2022-jp", "base64"), expect=FINE)
    mail("ja_iso2022jp_quoted_printable", qp(ASK.encode(JIS)), more=typed("iso-2022-jp", "quoted-printable"), expect=FINE)
    kana = "ﾌﾟﾘﾝﾀｰが動きません。\nｴﾗｰｺｰﾄﾞは E-05 です。\n"
    mail("ja_cp50221_half_width_kana", cp50221(kana), more=typed("ISO-2022-JP"), expect={"text": kana, "language": "ja"})
    circled = "①電源を入れる\n②㈱山田商店のⅢ号機\n㍻の型番 №５ ㎏\n"
    mail("ja_cp50221_circled_numbers", cp50221(circled), more=typed("iso-2022-jp"), expect={"text": circled})
    letters = "髙橋と﨑山です。纊の字も。\n"
    mail("ja_cp50221_letters_of_ibm", cp50221(letters), more=typed("cp50221"), expect={"text": letters})
    mail("ja_cp50221_label_of_windows", cp50221(kana + circled), more=typed("x-windows-50221"), expect={"text": kana + circled})
    mail("ja_kana_by_shift_out", b"\x0e" + bytes(ord(c) - 0xFF61 + 0x21 for c in "ﾃｽﾄ") + b"\x0f desu\n",
         more=typed("ISO-2022-JP"), expect={"text": "ﾃｽﾄ desu\n"})
    mail("ja_iso2022jp_without_last_escape", "動きません".encode(JIS)[:-3] + b"\nASCII line\n", more=typed("ISO-2022-JP"),
         expect={"text": "動きません\nASCII line\n"})
    mail("ja_jis_x0212_letter", "丂という字です。\n".encode("iso2022_jp_1"), more=typed("ISO-2022-JP-1"),
         expect={"text": "丂という字です。\n"})
    mail("ja_jis1978_escape", ASK.encode(JIS).replace(b"\x1b$B", b"\x1b$@").replace(b"\x1b(B", b"\x1b(J"),
         more=typed("ISO-2022-JP"), expect=FINE)
    mail("ja_shift_jis", ASK.encode("cp932"), word(SUBJECT, "Shift_JIS", "cp932"), taro("Shift_JIS", "cp932"),
         more=typed("Shift_JIS", "8bit"), expect={**FINE, "subject": SUBJECT, "from": YAMADA})
    mail("ja_shift_jis_without_label", ASK.encode("cp932"), expect=FINE)
    mail("ja_windows_31j", b64((circled + letters).encode("cp932")), more=typed("Windows-31J", "base64"),
         expect={"text": circled + letters})
    mail("ja_x_sjis", (kana + ASK).encode("cp932"), more=typed("x-sjis", "8bit"), expect={"text": kana + ASK})
    mail("ja_euc_jp", ASK.encode("euc_jp"), word(SUBJECT, "EUC-JP", "euc_jp"), taro("EUC-JP", "euc_jp"),
         more=typed("EUC-JP", "8bit"), expect={**FINE, "subject": SUBJECT, "from": YAMADA})
    mail("ja_euc_jp_without_label", ASK.encode("euc_jp"), expect=FINE)
    mail("ja_euc_jp_kana_and_supplement", "ﾃｽﾄと丂です。\n".encode("euc_jp"), more=typed("x-euc-jp", "8bit"),
         expect={"text": "ﾃｽﾄと丂です。\n"})
    mail("ja_utf8_base64", b64(ASK), words(SUBJECT), taro("UTF-8"), more=typed("UTF-8", "base64"),
         expect={**FINE, "subject": SUBJECT, "from": YAMADA})
    mail("ja_utf8_quoted_printable", qp(ASK.encode()), q_word(SUBJECT), more=typed("utf-8", "quoted-printable"),
         expect={**FINE, "subject": SUBJECT})
    mail("ja_utf8_without_label", ASK, SUBJECT.encode(), expect={**FINE, "subject": SUBJECT})
    wave = "9時～18時、－5度、∥と￠\n"
    for codec, charset in (("cp932", "Shift_JIS"), ("cp50221", "ISO-2022-JP"), ("utf-8", "UTF-8")):
        data = cp50221(wave) if codec == "cp50221" else wave.encode(codec)
        mail("ja_wave_dash_in_" + charset.lower().replace("-", "_"), data, more=typed(charset, "8bit"), expect={"text": wave})


def contradictions():
    mail("ja_labelled_utf8_is_shift_jis", ASK.encode("cp932"), more=typed("UTF-8", "8bit"), expect=FINE)
    mail("ja_labelled_utf8_is_euc_jp", ASK.encode("euc_jp"), more=typed("UTF-8", "8bit"), expect=FINE)
    mail("ja_labelled_shift_jis_is_utf8", ASK, more=typed("Shift_JIS", "8bit"), expect=FINE)
    mail("ja_labelled_iso2022jp_is_shift_jis", ASK.encode("cp932"), more=typed("ISO-2022-JP", "8bit"), expect=FINE)
    mail("ja_labelled_latin1_is_iso2022jp", ASK.encode(JIS), more=typed("iso-8859-1"), expect=FINE)
    mail("ja_unknown_label", ASK.encode("cp932"), more=typed("x-nihongo", "8bit"), expect={**FINE, "notes": ["unknown_charset"]})


def headers():
    raw = "山田商店 営業部".encode(JIS)
    mail("ja_raw_iso2022jp_headers", ASK.encode(JIS), "故障の件".encode(JIS), b'"' + raw + b'" <taro@customer.example>',
         more=typed("ISO-2022-JP"),
         expect={"subject": "故障の件", "from": {"name": "山田商店 営業部", "address": "taro@customer.example"}})
    # 「弗」 and others hold " , < and ( as second bytes of their JIS form
    risky = "≪会社・弊社の、見積≫"
    mail("ja_raw_iso2022jp_looks_like_syntax", ASK.encode(JIS), risky.encode(JIS), b'"' + risky.encode(JIS) + b'" <taro@customer.example>',
         b'"' + "三嶋・弗箱".encode(JIS) + b'" <support@desk.example>', more=typed("ISO-2022-JP"),
         expect={"subject": risky, "from": {"name": risky, "address": "taro@customer.example"},
                 "to": [{"name": "三嶋・弗箱", "address": "support@desk.example"}]})
    mail("ja_raw_shift_jis_headers", ASK.encode("cp932"), "見積書の件について".encode("cp932"),
         "山田太郎".encode("cp932") + b" <taro@customer.example>", more=typed("Shift_JIS", "8bit"),
         expect={"subject": "見積書の件について", "from": {"name": "山田太郎", "address": "taro@customer.example"}})
    mail("ja_raw_shift_jis_backslash_letters", ASK.encode("cp932"), "表示とソースの予定".encode("cp932"),
         b'"' + "能登表".encode("cp932") + b'" <taro@customer.example>', more=typed("Shift_JIS", "8bit"),
         expect={"subject": "表示とソースの予定", "from": {"name": "能登表", "address": "taro@customer.example"}})
    mail("ja_raw_euc_jp_headers", ASK.encode("euc_jp"), "見積書の件について".encode("euc_jp"),
         "山田太郎".encode("euc_jp") + b" <taro@customer.example>", more=typed("EUC-JP", "8bit"),
         expect={"subject": "見積書の件について", "from": {"name": "山田太郎", "address": "taro@customer.example"}})
    mail("ja_raw_shift_jis_subject_in_ascii_mail", "Please see the subject.\n", "至急、ご連絡ください".encode("cp932"),
         expect={"subject": "至急、ご連絡ください", "language": "ja"})
    mail("ja_raw_euc_jp_subject_in_ascii_mail", "Please see the subject.\n", "至急、ご連絡ください".encode("euc_jp"),
         expect={"subject": "至急、ご連絡ください"})
    mail("ja_raw_utf8_headers", ASK, "見積書の件".encode(), '"山田, 太郎" <taro@customer.example>'.encode(), more=typed("utf-8", "8bit"),
         expect={"subject": "見積書の件", "from": {"name": "山田, 太郎", "address": "taro@customer.example"}})
    mail("ja_raw_subject_folded", ASK.encode(JIS), "長い件名です。".encode(JIS) + b"\n " + "続きもあります。".encode(JIS),
         more=typed("ISO-2022-JP"), expect={"subject": "長い件名です。 続きもあります。"})
    long = "【至急】複合機の紙詰まりと請求書の再発行についてのお問い合わせ（３件目）"
    mail("ja_words_many", ASK, words(long, "ISO-2022-JP", letters=12), expect={"subject": long})
    mail("ja_words_cut_inside_letters_utf8", ASK, cut_words(long, size=20), expect={"subject": long})
    mail("ja_words_cut_inside_letters_shift_jis", ASK, cut_words(long, "Shift_JIS", "cp932", 15), expect={"subject": long})
    mail("ja_words_cut_inside_letters_euc_jp", ASK, cut_words(long, "EUC-JP", "euc_jp", 17), expect={"subject": long})
    mail("ja_words_iso2022jp_cut_in_kanji_mode", ASK, cut_words(long, "ISO-2022-JP", size=21), expect={"subject": long})
    text = word(long)[10:-2]
    mail("ja_words_base64_cut_anywhere", ASK, b"=?UTF-8?B?" + text[:41] + b"?=\n =?UTF-8?B?" + text[41:] + b"?=",
         expect={"subject": long})
    mail("ja_words_half_width_kana", ASK, b"=?ISO-2022-JP?B?" + b64(cp50221("ﾌﾟﾘﾝﾀｰ①号機")).strip() + b"?=",
         expect={"subject": "ﾌﾟﾘﾝﾀｰ①号機"})
    mail("ja_words_q_shift_jis", ASK, q_word("表示の不具合", "Shift_JIS", "cp932"), expect={"subject": "表示の不具合"})
    mail("ja_words_without_blank_between", ASK, word("故障") + word("の件") + "です".encode(), expect={"subject": "故障の件です"})
    mail("ja_words_beside_ascii", ASK, b"Re: [ABC-123] " + word("故障の件") + b" (2)", expect={"subject": "Re: [ABC-123] 故障の件 (2)"})
    mail("ja_words_two_charsets", ASK, word("故障", "ISO-2022-JP") + b" " + word("の件", "UTF-8"), expect={"subject": "故障の件"})
    mail("ja_words_language_tag", ASK, word("故障の件").replace(b"utf-8?", b"utf-8*ja?"), expect={"subject": "故障の件"})
    mail("ja_words_last_one_cut_off", ASK, word("故障の件")[:-2], expect={"subject": "故障の件"})
    mail("ja_word_in_quotes", ASK, sender=b'"' + word("山田 太郎") + b'" <taro@customer.example>', expect={"from": YAMADA})
    mail("ja_word_holds_the_whole_address", ASK, sender=word("山田 太郎 <taro@customer.example>"), expect={"from": YAMADA})
    company = "(株)山田商店, 営業部"
    mail("ja_company_with_comma", ASK, sender=word(company) + b" <taro@customer.example>",
         expect={"from": {"name": company, "address": "taro@customer.example"}, "authors": [{"name": company}]})


def phones():
    emoji = "今日は".encode("cp932") + b"\xf8\x9f" + "ですね。ﾌﾟﾘﾝﾀｰが壊れました".encode("cp932") + b"\xf9\x91\n"
    mail("ja_docomo_phone_emoji", emoji, word("ﾌﾟﾘﾝﾀｰ", "SHIFT_JIS", "cp932"), b"taro.yamada@docomo.ne.jp",
         more=typed("Shift_JIS", "8bit"), expect={"text": "今日は〓ですね。ﾌﾟﾘﾝﾀｰが壊れました〓\n", "subject": "ﾌﾟﾘﾝﾀｰ"})
    mail("ja_docomo_two_dots", ASK.encode(JIS), sender=b"taro..yamada.@docomo.ne.jp", more=typed("ISO-2022-JP"),
         expect={"from": {"name": "", "address": "taro..yamada.@docomo.ne.jp"}})
    mail("ja_docomo_two_dots_quoted", ASK.encode(JIS), sender=b'"taro..y"@docomo.ne.jp', more=typed("ISO-2022-JP"),
         expect={"from": {"address": '"taro..y"@docomo.ne.jp'}})
    html = '<html><body bgcolor="#ffffff"><font color="#ff0000">直りました</font><img src="cid:01@ezweb"></body></html>'
    fields, body = multi("multipart/mixed", multi_part("multipart/related", multi_part(
        "multipart/alternative", part("直りました\n".encode(JIS), "text/plain; charset=ISO-2022-JP"),
        part(html.encode(JIS), "text/html; charset=ISO-2022-JP"), boundary="a3"), file(
            PNG, 'Content-Disposition: inline; filename="deco.png"', "image/png", ["Content-ID: <01@ezweb>"]), boundary="a2"))
    mail("ja_au_decorated_mail", body, word("お礼", "ISO-2022-JP"), b"hanako@ezweb.ne.jp", more=fields,
         expect={"text": "直りました\n", "html_has": ["直りました"],
                 "attachments": [{"name": "deco.png", "type": "image/png", "size": len(PNG), "content_id": "01@ezweb",
                                  "inside_text": True}]})
    mail("ja_softbank_utf8", b64("写真を送ります\n"), words("写真"), b"hanako@i.softbank.jp", more=typed("UTF-8", "base64"),
         expect={"text": "写真を送ります\n", "subject": "写真"})


def clients():
    becky = "田中です。\n\n対応ありがとうございました。\nこちらで確認できました。\n\n-- \n田中 花子 <hanako@customer.example>\n"
    mail("ja_becky_with_signature", becky.encode(JIS), words("Re: 見積の件", "ISO-2022-JP"), more=typed("ISO-2022-JP") + [
        "X-Mailer: Becky! ver. 2.81.06 [ja]"], expect={"text": becky, "reply_has": ["確認できました"], "reply_lacks": ["-- "],
                                                      "subject": "Re: 見積の件", "auto_reply_allowed": True})
    gmail = "再起動したら直りました。\n\n2026年11月20日(金) 9:30 サポート <support@desk.example>:\n\n> 再起動をお試しください。\n> サポート担当\n"
    fields, body = multi("multipart/alternative", part(b64(gmail), 'text/plain; charset="UTF-8"', ["Content-Transfer-Encoding: base64"]),
                         part(b64('<div dir="ltr">再起動したら直りました。</div><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">'
                                  '2026年11月20日(金) 9:30 サポート:<br></div><blockquote class="gmail_quote">再起動をお試しください。</blockquote></div>'),
                              'text/html; charset="UTF-8"', ["Content-Transfer-Encoding: base64"]), boundary="0000000000008c1f")
    mail("ja_gmail_reply", body, words("Re: プリンター"), more=fields + ["In-Reply-To: <r1@desk.example>", "References: <r0@desk.example> <r1@desk.example>"],
         expect={"reply": "再起動したら直りました。", "folded_has": ["再起動をお試しください"], "in_reply_to": ["r1@desk.example"],
                 "references": ["r0@desk.example", "r1@desk.example"], "text": gmail})
    fields, body = multi("multipart/alternative",
                         part("承知しました。\n", "text/plain; charset=iso-2022-jp").replace("承知しました。".encode(), "承知しました。".encode(JIS)),
                         part(b'<html><body lang="JA"><p class="MsoNormal">' + "承知しました。".encode(JIS) + b"</p></body></html>",
                              'text/html; charset="iso-2022-jp"'), boundary="----=_NextPart_000_0012_01DA")
    mail("ja_outlook_iso2022jp", body, more=fields + ["X-Mailer: Microsoft Outlook 16.0", "Content-Language: ja"],
         expect={"text": "承知しました。\n", "html_has": ["承知しました。"], "html_lacks": ["MsoNormal\" style"], "language": "ja"})
    flowed = "長い文章を折り返して \n送ります。\n次の段落です。\n"
    mail("ja_thunderbird_flowed_delsp", flowed.encode(JIS), more=typed("ISO-2022-JP", more="; format=flowed; delsp=yes"),
         expect={"text": "長い文章を折り返して送ります。\n次の段落です。\n"})
    apple = "iPhoneから失礼します。\n明日伺います。\n"
    mail("ja_apple_iphone", b64(apple), words("明日"), more=typed("utf-8", "base64") + ["X-Mailer: iPhone Mail (20H115)"],
         expect={"text": apple, "language": "ja"})
    mail("ja_outlook_english_setting", b64(ASK), more=typed("utf-8", "base64") + ["Content-Language: en-US"], expect=FINE)


def files():
    name = "見積書（最終版）2026年.pdf"
    body_part = part(ASK.encode(JIS), "text/plain; charset=ISO-2022-JP")

    def one(label, disposition, kind=b"application/pdf", wanted=name, subject=b"Printer"):
        fields, body = multi("multipart/mixed", body_part, file(PDF, disposition, kind))
        mail("ja_file_name_" + label, body, subject, more=fields,
             expect={"text": ASK, "attachments": [{"name": wanted, "type": "application/pdf", "size": len(PDF)}]})
    utf8 = percent(name.encode())
    one("rfc2231_utf8", b"Content-Disposition: attachment; filename*=UTF-8''" + utf8)
    jis = percent(name.encode(JIS))
    one("rfc2231_iso2022jp_continued", b"Content-Disposition: attachment;\n filename*0*=iso-2022-jp'ja'" + jis[:60]
        + b";\n filename*1*=" + jis[60:])
    half = utf8[:-12]
    one("rfc2231_cut_inside_letter", b"Content-Disposition: attachment;\n filename*0*=utf-8''" + half[:31].rstrip(b"%")
        + b";\n filename*1*=" + half[len(half[:31].rstrip(b"%")):] + utf8[-12:])
    one("rfc2231_pieces_out_of_order", b"Content-Disposition: attachment;\n filename*1*=" + utf8[60:]
        + b";\n filename*0*=utf-8''" + utf8[:60])
    one("rfc2231_charset_in_each_piece", b"Content-Disposition: attachment;\n filename*0*=utf-8'ja'" + percent("見積書".encode())
        + b";\n filename*1*=shift_jis'ja'" + percent("（最終版）2026年".encode("cp932")) + b";\n filename*2=.pdf")
    one("rfc2231_beside_plain", b"Content-Disposition: attachment; filename=\"mitsumori.pdf\"; filename*=UTF-8''" + utf8)
    one("encoded_word", b'Content-Disposition: attachment; filename="' + word(name, "ISO-2022-JP") + b'"')
    one("encoded_words_cut", b'Content-Disposition: attachment; filename="' + cut_words(name, "Shift_JIS", "cp932", 13) + b'"')
    one("only_in_content_type", b"Content-Disposition: attachment", b'application/pdf; name="' + word(name) + b'"')
    one("raw_shift_jis", b'Content-Disposition: attachment; filename="' + name.encode("cp932") + b'"')
    one("raw_shift_jis_backslash", b'Content-Disposition: attachment; filename="' + "予定表.pdf".encode("cp932") + b'"', wanted="予定表.pdf")
    one("raw_iso2022jp", b'Content-Disposition: attachment; filename="' + name.encode(JIS) + b'"')
    one("raw_euc_jp", b'Content-Disposition: attachment; filename="' + name.encode("euc_jp") + b'"')
    one("raw_utf8", b'Content-Disposition: attachment; filename="' + name.encode() + b'"')
    one("percent_without_star", b"Content-Disposition: attachment; filename=utf-8''" + utf8)
    one("with_folder", b'Content-Disposition: attachment; filename="' + ("C:\\書類\\" + name).encode() + b'"')
    fields, body = multi("multipart/mixed", body_part, part(b"From: " + word("佐藤") + b" <sato@other.example>\nSubject: "
                         + words("納期の回答", "ISO-2022-JP") + b"\n\nbody\n", "message/rfc822"))
    mail("ja_forwarded_mail_named_by_subject", body, more=fields,
         expect={"text": ASK, "attachments": [{"name": "納期の回答.eml", "type": "message/rfc822"}]})
    mail("ja_uuencoded_file", "添付します。\n".encode("cp932") + b"\n" + uu("見積書.pdf".encode("cp932"), PDF) + "以上\n".encode("cp932"),
         more=typed("Shift_JIS", "8bit"),
         expect={"text_has": ["添付します。", "以上"], "text_lacks": ["begin 644"],
                 "attachments": [{"name": "見積書.pdf", "type": "application/pdf", "content": PDF.decode("latin-1")}]})


def pages():
    html = "<html><body><p>複合機の<b>電源</b>が入りません。</p></body></html>"
    mail("ja_html_only_iso2022jp", html.encode(JIS), more=typed("ISO-2022-JP", kind="text/html"),
         expect={"text_has": ["複合機の"], "text_lacks": ["<b>"], "html_has": ["電源"], "reply_has": ["入りません"], "language": "ja"})
    meta = '<html><head><meta http-equiv="Content-Type" content="text/html; charset=euc-jp"></head><body>故障です</body></html>'
    mail("ja_html_charset_in_its_head", meta.encode("euc_jp"), more=["Content-Type: text/html", "MIME-Version: 1.0"],
         expect={"text_has": ["故障です"], "html_has": ["故障です"]})


def make():
    for each in (bodies, contradictions, headers, phones, clients, files, pages):
        each()
