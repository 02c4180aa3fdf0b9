"""How parts hold together: signed, encrypted, wrapped, nested."""

import struct

from .parts import PDF, PNG, b64, file, mail, multi, multi_part, part, typed, uu


def secured():
    fields, body = multi("multipart/signed", part("Signed words.\n"), file(b"\x30\x80signature", b'Content-Disposition: attachment; filename="smime.p7s"', b"application/pkcs7-signature"),
                         more=b"; protocol=\"application/pkcs7-signature\"; micalg=sha-256")
    mail("smime_signed", body, more=fields, expect={"text": "Signed words.\n", "reply": "Signed words.\n", "notes": ["signed"], "attachments": [{"name": "smime.p7s"}]})
    fields, body = multi("multipart/signed", part("Signed words.\n"), part("-----BEGIN PGP SIGNATURE-----\n\nabc\n-----END PGP SIGNATURE-----\n", "application/pgp-signature; name=signature.asc"),
                         more=b"; protocol=\"application/pgp-signature\"; micalg=pgp-sha256")
    mail("pgp_mime_signed", body, more=fields, expect={"text": "Signed words.\n", "notes": ["signed"], "attachments": [{"name": "signature.asc"}]})
    mail("pgp_signed_in_the_text", "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nWords in armour.\n- -- \nTaro\n-----BEGIN PGP SIGNATURE-----\n\nabcdef\n=1234\n-----END PGP SIGNATURE-----\n",
         expect={"text_has": ["Words in armour.\n-- \nTaro"], "text_lacks": ["BEGIN PGP", "abcdef", "SHA256"], "notes": ["signed"]})
    mail("pgp_encrypted_in_the_text", "-----BEGIN PGP MESSAGE-----\n\nhQEMA1\n=abcd\n-----END PGP MESSAGE-----\n", expect={"notes": ["encrypted"], "text_has": ["BEGIN PGP MESSAGE"]})
    fields, body = multi("multipart/encrypted", part("Version: 1\n", "application/pgp-encrypted"), part("-----BEGIN PGP MESSAGE-----\n\nhQEMA1\n-----END PGP MESSAGE-----\n", 'application/octet-stream; name="encrypted.asc"'),
                         more=b"; protocol=\"application/pgp-encrypted\"")
    mail("pgp_mime_encrypted", body, more=fields, expect={"text": "", "notes": ["encrypted"], "attachments": [{"type": "application/pgp-encrypted"}, {"name": "encrypted.asc"}]})
    inner = b"Content-Type: text/plain; charset=utf-8\r\n\r\nOpaque but readable.\r\n"

    def der(tag, *values):
        data = b"".join(values)
        size = len(data)
        length = bytes([size]) if size < 128 else bytes([0x82]) + struct.pack(">H", size)
        return bytes([tag]) + length + data
    oid = lambda *last: der(6, b"\x2a\x86\x48\x86\xf7\x0d\x01\x07" + bytes(last))
    signed = der(0x30, oid(2), der(0xA0, der(0x30, der(2, b"\x01"), der(0x31), der(0x30, oid(1), der(0xA0, der(4, inner))), der(0x31))))
    mail("smime_opaque_signed", b64(signed), more=["MIME-Version: 1.0", 'Content-Type: application/pkcs7-mime; smime-type=signed-data; name="smime.p7m"', "Content-Transfer-Encoding: base64"],
         expect={"text": "Opaque but readable.\n", "notes": ["signed"], "attachments": []})
    algorithm = der(0x30, der(6, b"\x60\x86\x48\x01\x65\x03\x04\x01\x02"), der(4, b"\0" * 16))
    sealed = der(0x30, oid(3), der(0xA0, der(0x30, der(2, b"\x00"), der(0x31), der(0x30, oid(1), algorithm, der(0x80, b"\x99" * 32)))))
    for name, data in (("smime_encrypted", sealed), ("smime_encrypted_and_broken", b"\x30\x82\xff\xffnonsense")):
        mail(name, b64(data), more=["MIME-Version: 1.0", 'Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name="smime.p7m"',
                                    "Content-Transfer-Encoding: base64", 'Content-Disposition: attachment; filename="smime.p7m"'],
             expect={"text": "", "notes": ["encrypted"], "attachments": [{"name": "smime.p7m", "size": len(data)}]})


def attribute(level, kind, data):
    return bytes([level]) + struct.pack("<II", kind, len(data)) + data + struct.pack("<H", sum(data) & 0xFFFF)


def prop(kind, ident, data):
    padded = data + b"\0" * (-len(data) % 4)
    return struct.pack("<HHII", kind, ident, 1, len(data)) + padded


def tnef(*attributes):
    return struct.pack("<IH", 0x223E9F78, 1) + b"".join(attributes)


def wrapped():
    attachment = attribute(2, 0x00069002, b"\1\0" + b"\0" * 12) + attribute(2, 0x00018010, "見積書.pdf".encode("cp932") + b"\0") + attribute(2, 0x0006800F, PDF)
    long_name = prop(0x1F, 0x3707, "見積書（最終版）.pdf\0".encode("utf-16-le"))
    second = attribute(2, 0x00069002, b"\1\0" + b"\0" * 12) + attribute(2, 0x00018010, b"MITSUM~1.PDF\0") + attribute(2, 0x0006800F, PNG) \
        + attribute(2, 0x00069005, struct.pack("<I", 1) + long_name)
    page = attribute(1, 0x00069007, struct.pack("<II", 932, 0))
    fields, body = multi("multipart/mixed", part("Please see.\n"), file(tnef(page, attachment, second), b'Content-Disposition: attachment; filename="winmail.dat"', b"application/ms-tnef"))
    mail("ja_winmail_dat_unpacked", body, more=fields, expect={"text": "Please see.\n", "attachments": [
        {"name": "見積書.pdf", "type": "application/pdf", "content": PDF.decode("latin-1")}, {"name": "見積書（最終版）.pdf", "size": len(PNG)}]})
    html = struct.pack("<I", 2) + struct.pack("<HHI", 3, 0x3FDE, 932) + prop(0x102, 0x1013, "<p>本文です。</p>".encode("cp932"))
    fields, body = multi("multipart/mixed", file(tnef(page, attribute(1, 0x00069003, html)), b'Content-Disposition: attachment; filename="winmail.dat"', b"application/octet-stream"))
    mail("ja_winmail_dat_holds_the_words", body, more=fields, expect={"text_has": ["本文です。"], "html_has": ["本文です。"], "attachments": []})
    fields, body = multi("multipart/mixed", part("Please see.\n"), file(b"no tnef at all", b'Content-Disposition: attachment; filename="winmail.dat"', b"application/ms-tnef"))
    mail("winmail_dat_unreadable_is_kept", body, more=fields, expect={"notes": ["tnef_unreadable"], "attachments": [{"name": "winmail.dat", "size": 14}]})
    cut = tnef(page, attachment)[:-40]
    fields, body = multi("multipart/mixed", part("Please see.\n"), file(cut, b'Content-Disposition: attachment; filename="winmail.dat"', b"application/ms-tnef"))
    mail("winmail_dat_cut_off", body, more=fields, expect={"text": "Please see.\n", "attachments": [{"name": "見積書.pdf"}]})
    mail("uuencoded_two_files", b"Two files:\n\n" + uu(b"one.pdf", PDF) + b"\nand\n\n" + uu(b"two.png", PNG) + b"\nDone.\n", expect={
        "text_has": ["Two files:", "and", "Done."], "text_lacks": ["begin", "`"],
        "attachments": [{"name": "one.pdf", "content": PDF.decode("latin-1")}, {"name": "two.png", "size": len(PNG), "type": "image/png"}]})
    mail("words_that_look_like_uuencode", "begin 644 times before you give up\nthis is a sentence\nend\n", expect={
        "text": "begin 644 times before you give up\nthis is a sentence\nend\n", "attachments": []})
    mail("uuencode_as_transfer_encoding", uu(b"x", b"Words.\n"), more=typed("utf-8", "x-uuencode"), expect={"text": "Words.\n", "attachments": []})


def nested():
    inner = b"From: other@other.example\nSubject: Old: matter/two\nMIME-Version: 1.0\n" + b"\n".join(multi("multipart/mixed", part("inner\n"), boundary="IN")[0][1:]) \
        + b"\n\n" + multi("multipart/mixed", part("inner\n"), file(PDF, b"Content-Disposition: attachment; filename=deep.pdf"), boundary="IN")[1]
    fields, body = multi("multipart/mixed", part("See below.\n"), part(inner, "message/rfc822"))
    mail("forwarded_mail_is_one_attachment", body, more=fields, expect={"text": "See below.\n", "attachments": [{"name": "Old_ matter_two.eml", "type": "message/rfc822"}]})
    fields, body = multi("multipart/mixed", part("See below.\n"), part(b64(inner), "message/rfc822", ["Content-Transfer-Encoding: base64"]))
    mail("forwarded_mail_in_base64", body, more=fields, expect={"attachments": [{"name": "Old_ matter_two.eml", "size": len(inner)}]})
    fields, body = multi("multipart/mixed", part("See below.\n"), part(b"From: a@b.example\n\nno subject\n", "message/rfc822"))
    mail("forwarded_mail_without_subject", body, more=fields, expect={"attachments": [{"name": "attachment-1.eml"}]})
    fields, body = multi("multipart/digest", part(b"Subject: One\n\n1\n", None), part(b"Subject: Two\n\n2\n", None))
    mail("digest_of_mails", body, more=fields, expect={"attachments": [{"name": "One.eml"}, {"name": "Two.eml"}]})
    text = part("In the middle of a hundred.\n")
    for n in range(100):
        text = multi_part("multipart/mixed", text, boundary="n%d" % n)
    mail("nested_a_hundred_times", text.split(b"\n\n", 1)[1], more=["MIME-Version: 1.0", text.split(b"\n\n", 1)[0]], expect={
        "text": "In the middle of a hundred.\n", "notes": []})
    fields, body = multi("multipart/mixed", *[part("Piece %d.\n" % n) for n in range(100)])
    mail("a_hundred_parts", body, more=fields, expect={"text_has": ["Piece 0.", "Piece 99."], "attachments": []})
    fields, body = multi("multipart/related", file(PNG, b"Content-Disposition: inline", b"image/png", [b"Content-ID: <p1>"]),
                         part('<p>Root second</p><img src="cid:p1">', "text/html; charset=utf-8", ["Content-ID: <root>"]), more=b"; start=\"<root>\"")
    mail("related_with_start", body, more=fields, expect={"text_has": ["Root second"], "attachments": [{"content_id": "p1", "inside_text": True, "name": "attachment-1.png"}]})
    fields, body = multi("multipart/mixed", part("The log is attached.\n"), part("line 1\nline 2\n", 'text/plain; name="system.log"', ['Content-Disposition: inline; filename="system.log"']))
    mail("text_file_stays_a_file", body, more=fields, expect={"text": "The log is attached.\n", "attachments": [{"name": "system.log", "type": "text/plain", "content": "line 1\r\nline 2"}]})
    mail("only_an_attachment", b64(PDF), more=["MIME-Version: 1.0", "Content-Type: application/pdf", 'Content-Disposition: attachment; filename="scan.pdf"', "Content-Transfer-Encoding: base64"],
         expect={"text": "", "attachments": [{"name": "scan.pdf", "content": PDF.decode("latin-1")}]})
    fields, body = multi("multipart/unheard-of", part("One.\n"), part("Two.\n"))
    mail("unknown_multipart_is_mixed", body, more=fields, expect={"text_has": ["One.", "Two."]})
    mail("unknown_text_is_shown", "# Title\n\nWords.\n", more=typed("utf-8", kind="text/markdown"), expect={"text": "# Title\n\nWords.\n", "attachments": []})


def make():
    for each in (secured, wrapped, nested):
        each()
