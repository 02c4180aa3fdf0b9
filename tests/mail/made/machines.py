"""What machines send about our mail, and what says that no machine may answer."""

from .parts import b64, head, lines, mail, multi, part, typed, word, words, write

RETURNED = "From: support@desk.example\nTo: gone@customer.example\nMessage-ID: <notice-17@desk.example>\nSubject: We received your request\n\nHello\n"


def dsn(recipients, human="This is the mail system. Your message could not be delivered.\n", returned=RETURNED, kind="message/rfc822",
        status_type="message/delivery-status"):
    status = "Reporting-MTA: dns; mx.example\nArrival-Date: Fri, 20 Nov 2026 10:00:00 +0900\n\n" + "\n".join(recipients)
    return multi("multipart/report", part(human, "text/plain; charset=us-ascii"), part(status, status_type), part(returned, kind),
                 boundary="REPORT.1", more=b"; report-type=delivery-status")


def report(name, recipients, reports, wanted, sender="Mail Delivery System <MAILER-DAEMON@mx.example>", **others):
    fields, body = dsn(recipients, **others)
    mail(name, body, "Undelivered Mail Returned to Sender", sender, more=["Return-Path: <>", "Auto-Submitted: auto-replied"] + fields,
         expect={"class": wanted, "auto_reply_allowed": False, "reports": reports, "returned_message_id": "notice-17@desk.example",
                 "return_path": "<>"})


FAILED = ("Final-Recipient: rfc822; gone@customer.example\nOriginal-Recipient: rfc822;gone@customer.example\nAction: failed\nStatus: 5.1.1\n"
          "Diagnostic-Code: smtp; 550 5.1.1 <gone@customer.example>:\n    user unknown\n")


def delivery():
    gone = {"recipient": "gone@customer.example", "action": "failed", "status": "5.1.1",
            "diagnostic": "550 5.1.1 <gone@customer.example>: user unknown"}
    report("dsn_postfix_failed", [FAILED], [gone], "bounce")
    report("dsn_headers_only_returned", [FAILED], [gone], "bounce", returned=RETURNED.split("\n\n")[0] + "\n", kind="text/rfc822-headers")
    report("dsn_delayed", [FAILED.replace("failed", "delayed").replace("5.1.1", "4.4.1")], [{"action": "delayed", "status": "4.4.1"}], "delivery_status")
    report("dsn_relayed", ["Final-Recipient: rfc822; gone@customer.example\nAction: relayed\nStatus: 2.0.0\n"],
           [{"recipient": "gone@customer.example", "action": "relayed", "status": "2.0.0"}], "delivery_status")
    report("dsn_delivered", ["Final-Recipient: rfc822; gone@customer.example\nAction: delivered\nStatus: 2.0.0 (ok)\n"],
           [{"action": "delivered", "status": "2.0.0"}], "delivery_status")
    report("dsn_two_recipients", [FAILED, FAILED.replace("gone@", "full@").replace("5.1.1", "5.2.2")],
           [gone, {"recipient": "full@customer.example", "status": "5.2.2"}], "bounce")
    report("dsn_one_failed_one_delayed", [FAILED.replace("failed", "delayed").replace("5.1.1", "4.2.0"), FAILED],
           [{"action": "delayed"}, {"action": "failed"}], "bounce")
    report("dsn_action_in_capitals_with_comment", [FAILED.replace("Action: failed", "Action: Failed (permanently)")], [{"action": "failed"}], "bounce")
    report("dsn_without_action", ["Final-Recipient: RFC822; <gone@customer.example>\nStatus: 4.2.2\n"],
           [{"recipient": "gone@customer.example", "action": "delayed", "status": "4.2.2"}], "delivery_status")
    report("dsn_original_recipient_is_whom_we_wrote_to", [FAILED.replace("Final-Recipient: rfc822; gone@", "Final-Recipient: rfc822; inner.box@")],
           [{"recipient": "gone@customer.example"}], "bounce")
    report("dsn_of_another_script", ["Final-Recipient: utf-8; gone@customer.example\nAction: failed\nStatus: 5.6.7\n"],
           [{"recipient": "gone@customer.example", "status": "5.6.7"}], "bounce", status_type="message/global-delivery-status")
    report("dsn_from_exchange_online", [FAILED], [gone], "bounce", sender="Microsoft Outlook <postmaster@customer.example>",
           human="Your message to gone@customer.example couldn't be delivered.\n")
    fields, body = dsn([FAILED])
    mail("customer_forwards_a_bounce_as_attachment", multi("multipart/mixed", part("I got this from your desk, what is it?\n"),
                                                           part(b"From: MAILER-DAEMON@mx.example\nSubject: Undelivered\n" + b"\n".join(f.encode() if isinstance(f, str) else f for f in fields) + b"\n\n" + body, "message/rfc822"), boundary="OUT")[1],
         more=multi("multipart/mixed", boundary="OUT")[0],
         expect={"class": "normal", "auto_reply_allowed": True, "reports": [], "attachments": [{"type": "message/rfc822", "name": "Undelivered.eml"}]})


def in_text():
    def bounce(name, subject, text, sender, reports, more=("Return-Path: <>",), wanted="bounce", returned="notice-17@desk.example"):
        mail(name, text, subject, sender, more=list(more), expect={"class": wanted, "auto_reply_allowed": False, "reports": reports, "returned_message_id": returned})
    bounce("bounce_qmail", "failure notice", "Hi. This is the qmail-send program at mx.example.\nI'm afraid I wasn't able to deliver your message to the following addresses.\n"
           "This is a permanent error; I've given up. Sorry it didn't work out.\n\n<gone@customer.example>:\n192.0.2.7 does not like recipient.\n"
           "Remote host said: 550 5.1.1 No such user\nGiving up on 192.0.2.7.\n\n--- Below this line is a copy of the message.\n\nReturn-Path: <support@desk.example>\n" + RETURNED,
           "MAILER-DAEMON@mx.example", [{"recipient": "gone@customer.example", "action": "failed", "status": "5.1.1"}])
    bounce("bounce_postfix_in_text", "Undelivered Mail Returned to Sender", "This is the mail system at host mx.example.\n\nI'm sorry to have to inform you that your message could not\n"
           "be delivered to one or more recipients.\n\n<gone@customer.example>: host mail.customer.example[192.0.2.9] said: 550 5.7.1\n    Blocked (in reply to RCPT TO command)\n\n" + RETURNED,
           "MAILER-DAEMON@mx.example (Mail Delivery System)", [{"recipient": "gone@customer.example", "status": "5.7.1"}])
    bounce("bounce_exchange_in_text", "Undeliverable: We received your request", "Delivery has failed to these recipients or groups:\n\ngone@customer.example\n"
           "The e-mail address you entered couldn't be found.\n\nDiagnostic information for administrators:\n#550 5.1.10 RESOLVER.ADR.RecipientNotFound\n",
           "Microsoft Exchange <postmaster@customer.example>", [{"recipient": "gone@customer.example", "action": "failed", "status": "5.1.10"}],
           more=["Return-Path: <>", "In-Reply-To: <notice-17@desk.example>"])
    bounce("bounce_exim_with_its_header", "Mail delivery failed: returning message to sender", "This message was created automatically by mail delivery software.\n\n"
           "A message that you sent could not be delivered to one or more of its\nrecipients. This is a permanent error. The following address(es) failed:\n\n  gone@customer.example\n    550 5.1.1 mailbox unavailable\n\n"
           "------ This is a copy of the message, including all the headers. ------\n\n" + RETURNED, "Mail Delivery System <Mailer-Daemon@mx.example>",
           [{"recipient": "gone@customer.example", "status": "5.1.1"}], more=["Return-Path: <>", "X-Failed-Recipients: gone@customer.example", "Auto-Submitted: auto-replied"])
    bounce("bounce_warning_of_sendmail", "Warning: could not send message for past 4 hours", "    **********************************************\n    **      THIS IS A WARNING MESSAGE ONLY      **\n"
           "    **  YOU DO NOT NEED TO RESEND YOUR MESSAGE  **\n    **********************************************\n\n   ----- Transcript of session follows -----\n<gone@customer.example>... Deferred\nWarning: message still undelivered after 4 hours\n\n" + RETURNED,
           "Mail Delivery Subsystem <MAILER-DAEMON@mx.example>", [], wanted="delivery_status")
    text = "次のあて先へのメッセージはエラーのため送信できませんでした。\n\ngone@docomo.ne.jp\n\n550 5.1.1 Unknown user\n\n" + RETURNED
    mail("ja_bounce_of_a_phone_company", text.encode("iso2022_jp"), "Mail System Error - Returned Mail", "Mail Administrator <Postmaster@docomo.ne.jp>",
         more=["Return-Path: <>"] + typed("ISO-2022-JP"), expect={"class": "bounce", "reports": [{"recipient": "gone@docomo.ne.jp", "status": "5.1.1"}],
                                                                "returned_message_id": "notice-17@desk.example", "auto_reply_allowed": False})
    for name, text in (("bounce_that_names_nobody", "Your message could not be delivered to the person you wrote to.\n"), ("bounce_subject_alone", "Hello,\n\nour printer is broken again.\n")):
        mail(name, text, "Undelivered Mail", "Printer Desk <desk@customer.example>", more=["Return-Path: <>"], expect={"class": "normal", "reports": [], "auto_reply_allowed": False, "no_auto_reply_because": "null_return_path"})
    mail("bounce_by_name_that_names_nobody", "Your message could not be delivered to the person you wrote to.\n", "Returned mail", "Mail Administrator <admin@customer.example>",
         expect={"class": "normal", "reports": [], "auto_reply_allowed": False, "no_auto_reply_because": "sender_is_a_machine"})
    fields, body = multi("multipart/report", part("Something could not be delivered.\n"), more=b"; report-type=delivery-status")
    mail("dsn_that_names_nobody", body, "Undelivered Mail", "MAILER-DAEMON@mx.example", more=["Return-Path: <>"] + fields, expect={"class": "bounce", "reports": [], "auto_reply_allowed": False})
    mail("customer_writes_about_undelivered_mail", "My mail could not be delivered to your shop, please help.\n", "Undelivered Mail", expect={
        "class": "normal", "auto_reply_allowed": True})
    mail("postmaster_writes_himself", "Please whitelist our new server.\n", "New server", "postmaster@customer.example", expect={
        "class": "normal", "auto_reply_allowed": False, "no_auto_reply_because": "sender_is_a_machine"})


def receipts():
    mdn = "Reporting-UA: mail.example; Thunderbird\nFinal-Recipient: rfc822;taro@customer.example\nOriginal-Message-ID: <notice-17@desk.example>\nDisposition: manual-action/MDN-sent-manually; displayed\n"
    fields, body = multi("multipart/report", part("Your message was displayed.\n"), part(mdn, "message/disposition-notification"), more=b"; report-type=disposition-notification")
    mail("read_receipt", body, "Return receipt", more=fields, expect={"class": "read_receipt", "returned_message_id": "notice-17@desk.example", "auto_reply_allowed": False})
    fields, body = multi("multipart/report", part(b64("開封確認\n"), more=["Content-Transfer-Encoding: base64"]), part(b64(mdn), "message/disposition-notification", ["Content-Transfer-Encoding: base64"]),
                         more=b"; report-type=disposition-notification")
    mail("ja_read_receipt_of_outlook", body, words("開封済み: お問い合わせ"), more=fields, expect={"class": "read_receipt", "returned_message_id": "notice-17@desk.example", "text_has": ["開封確認"]})
    arf = "Feedback-Type: abuse\nUser-Agent: Some/1.0\nVersion: 1\nOriginal-Rcpt-To: taro@customer.example\n"
    fields, body = multi("multipart/report", part("This is an abuse report.\n"), part(arf, "message/feedback-report"), part(RETURNED, "message/rfc822"), more=b"; report-type=feedback-report")
    mail("feedback_report", body, "FW: We received your request", "feedback@isp.example", more=fields, expect={"class": "feedback_report", "returned_message_id": "notice-17@desk.example", "auto_reply_allowed": False})


def answers():
    out = "I am out of the office until Monday.\n"
    auto = {"class": "auto_reply", "auto_reply_allowed": False}
    mail("auto_reply_rfc3834", out, "Re: Printer", more=["Auto-Submitted: auto-replied"], expect={**auto, "no_auto_reply_because": "Auto-Submitted"})
    mail("auto_reply_parameters_and_case", out, "Re: Printer", more=["AUTO-SUBMITTED: (vacation) Auto-Replied (rejected); owner-email=\"x@y\""], expect=auto)
    mail("auto_reply_exchange", out, "Automatic reply: Printer", more=["X-Auto-Response-Suppress: All", "Auto-Submitted: auto-generated"], expect=auto)
    mail("ja_auto_reply_exchange", b64("ただいま不在にしております。\n"), words("自動応答: プリンターの件"), more=typed("utf-8", "base64") + ["X-Auto-Response-Suppress: All"], expect=auto)
    mail("ja_auto_reply_of_a_vacation_program", "出張のため不在です。\n".encode("iso2022_jp"), words("【不在通知】Re: プリンター", "ISO-2022-JP"), more=["Return-Path: <>"] + typed("ISO-2022-JP"), expect=auto)
    mail("auto_reply_x_autoreply", out, more=["X-Autoreply: yes"], expect=auto)
    mail("auto_reply_x_autorespond", out, more=["X-Autorespond: Printer"], expect=auto)
    mail("auto_reply_precedence", out, more=["Precedence: auto_reply"], expect=auto)
    mail("auto_reply_german_with_null_sender", "Ich bin nicht da.\n", words("Abwesenheitsnotiz: Drucker"), more=["Return-Path: <>"], expect=auto)
    mail("subject_alone_is_no_auto_reply", "How do I switch these answers off?\n", "Automatic reply: how to switch it off?", expect={
        "class": "normal", "auto_reply_allowed": False, "no_auto_reply_because": "automatic_subject"})
    mail("auto_submitted_no", "A person wrote this.\n", more=["Auto-Submitted: no"], expect={"class": "normal", "auto_reply_allowed": True})


def forbidden():
    def no(name, because, more=(), sender=b"Taro Yamada <taro@customer.example>", subject="Printer"):
        mail("no_answer_" + name, "Some words.\n", subject, sender, more=list(more), expect={"class": "normal", "auto_reply_allowed": False, "no_auto_reply_because": because})
    no("to_monitoring", "Auto-Submitted", ["Auto-Submitted: auto-generated"])
    no("to_null_return_path", "null_return_path", ["Return-Path: <>"])
    no("to_noreply", "sender_is_a_machine", sender="no-reply@shop.example")
    no("to_noreply_with_words", "sender_is_a_machine", sender="orders.do_not_reply+77@shop.example")
    no("to_reply_to_noreply", "sender_is_a_machine", ["Reply-To: noreply@shop.example"])
    no("to_mailer_daemon", "sender_is_a_machine", sender="MAILER-DAEMON@mx.example")
    no("to_list_id", "List-Id", ["List-Id: <dev.lists.example>"])
    no("to_list_unsubscribe", "List-Unsubscribe", ["List-Unsubscribe: <mailto:x@lists.example>"])
    no("to_list_request", "sender_is_a_machine", sender="dev-request@lists.example")
    no("to_precedence_bulk", "Precedence", ["Precedence: Bulk"])
    no("to_precedence_list", "Precedence", ["Precedence: list"])
    no("to_suppress_oof", "X-Auto-Response-Suppress", ["X-Auto-Response-Suppress: DR, OOF, RN"])
    no("to_own_address", "own_address", sender="support@desk.example")
    no("to_spam", "marked_as_spam", ["X-Spam-Flag: YES"])
    no("without_sender", "no_sender", sender=None)
    spam = {"class": "normal", "spam": True, "auto_reply_allowed": False, "no_auto_reply_because": "marked_as_spam"}
    for name, field in (("flag", "X-Spam-Flag: YES"), ("status", "X-Spam-Status: Yes, score=9.1 required=5.0"), ("rspamd", "X-Rspamd-Action: add header"), ("rspamd_flag", "X-Spam: Yes")):
        mail("spam_by_" + name, "Buy.\n", more=[field], expect=spam)
    mail("spam_said_once_is_enough", "Buy.\n", more=["X-Spam-Flag: NO", "X-Spam-Flag: YES"], expect=spam)
    mail("no_spam_of_rspamd", "Words.\n", more=["X-Rspamd-Action: no action", "X-Spam: no"], expect={"spam": False, "auto_reply_allowed": True})
    mail("answer_allowed_when_receipts_are_suppressed", "Words.\n", more=["X-Auto-Response-Suppress: DR, RN, NRN"], expect={"auto_reply_allowed": True, "class": "normal"})
    mail("answer_allowed_when_no_spam", "Words.\n", more=["X-Spam-Status: No, score=-1.0", "X-Spam-Flag: NO"], expect={"auto_reply_allowed": True})
    mail("secret_looking_headers_mean_nothing", "Words.\n", more=["X-Yakusoku-Token: let-me-in", "X-Ticket-Id: 17", "X-Zendesk-From-Account-Id: 1"],
         expect={"auto_reply_allowed": True, "class": "normal", "in_reply_to": [], "references": [], "notes": [], "delivered_to": []})


def vouchers():
    mail("authentication_results", "x\n", more=[
        "Authentication-Results: mx.desk.example (our own);\n dkim=pass (2048-bit key; secure) header.d=Customer.Example header.i=@customer.example header.b=\"ab;c=d\";\n"
        " spf=softfail smtp.mailfrom=taro@mail.customer.example;\n dmarc=fail (p=NONE; dis=none) header.from=customer.example",
        "Authentication-Results: evil.example 1; spf=pass smtp.mailfrom=ceo@desk.example", "Authentication-Results: third.example; none"],
         expect={"authentication": [{"server": "mx.desk.example", "method": "dkim", "result": "pass", "domain": "customer.example"},
                                    {"server": "mx.desk.example", "method": "spf", "result": "softfail", "domain": "mail.customer.example"},
                                    {"server": "mx.desk.example", "method": "dmarc", "result": "fail", "domain": "customer.example"},
                                    {"server": "evil.example", "method": "spf", "result": "pass", "domain": "desk.example"}]})
    mail("authentication_results_without_server", "x\n", more=["Authentication-Results: spf=pass smtp.mailfrom=customer.example"], expect={"authentication": []})
    mail("authentication_results_with_blanks_and_reason", "x\n", more=["Authentication-Results: mx.desk.example ;\n dkim = fail reason=\"bad = signature; sorry\" header.d = customer.example"],
         expect={"authentication": [{"server": "mx.desk.example", "method": "dkim", "result": "fail", "domain": "customer.example"}]})
    said = lambda method, result, domain, server="mx.desk.example": {"server": server, "method": method, "result": result, "domain": domain}
    outside = "Received: from customer.example (mail.customer.example [192.0.2.7])\n\tby mx.desk.example (Postfix) with ESMTPS id 4X\n\tfor <support@desk.example>; Fri, 20 Nov 2026 10:15:01 +0900"
    by_lmtp = "Received: from mx.desk.example ([192.0.2.1])\n\tby store.desk.example with LMTP\n\tid aB3 for <support@desk.example>; Fri, 20 Nov 2026 10:15:02 +0900"
    by_loopback = "Received: from mx.desk.example (localhost [127.0.0.1]) by mx.desk.example (filter) with ESMTP id 5; Fri, 20 Nov 2026 10:15:02 +0900"
    earlier = "Received: from [127.0.0.1] (helo=localhost [203.0.113.9]) by relay.customer.example with ESMTP; Fri, 20 Nov 2026 10:14:59 +0900"
    ours = "Authentication-Results: mx.desk.example; spf=fail smtp.mailfrom=evil.example"
    forged = "Authentication-Results: mx.desk.example; dmarc=pass header.from=customer.example"
    fail, believed = said("spf", "fail", "evil.example"), {"notes": ["foreign_authentication"]}

    def received(name, above, expect):
        write(name, lines("\n".join(above) + "\n" + head(name).decode() + "\nx\n"), expect)
    # What the author put at his very top can't be told from our own second line: the server has to strip it (docs/howto/mail.md).
    received("authentication_above_our_received", [ours, outside, forged, earlier], {"authentication": [fail, said("dmarc", "pass", "customer.example")]})
    received("authentication_above_and_forged_lower", [ours, outside, earlier, forged], {"authentication": [fail], **believed})
    received("authentication_right_below_our_received", [outside, ours, earlier, forged], {"authentication": [fail], **believed})
    received("authentication_forged_alone", [outside, earlier, forged], {"authentication": [], **believed})
    received("authentication_below_lmtp_and_loopback", [by_lmtp, by_loopback, outside, ours, earlier, forged], {"authentication": [fail], **believed})
    received("authentication_helo_that_says_loopback", [outside.replace("from customer.example", "from [127.0.0.1]"), earlier, forged], {"authentication": [], **believed})
    received("authentication_none_forged", [by_lmtp, outside, ours], {"authentication": [fail], "notes": []})
    write("authentication_below_the_authors_headers", lines(outside + "\n" + head("authentication_below_the_authors_headers", more=[forged]).decode() + "\nx\n"), {"authentication": [], **believed})
    mail("authentication_property_of_the_method", "x\n", more=[
        "Authentication-Results: mx.desk.example; spf=pass header.from=customer.example smtp.mailfrom=bounce@evil.example;\n"
        " dkim=pass header.from=customer.example header.i=@evil.example; dmarc=none header.d=customer.example header.from=evil.example;\n"
        " spf=pass header.d=customer.example smtp.mailfrom=\"\" smtp.helo=mail.evil.example; dkim=pass smtp.mailfrom=customer.example"],
         expect={"authentication": [said("spf", "pass", "evil.example"), said("dkim", "pass", "evil.example"), said("dmarc", "none", "evil.example"),
                                    said("spf", "pass", "mail.evil.example"), said("dkim", "pass", "")]})
    mail("delivered_to_several", "x\n", more=["Delivered-To: support@desk.example", "X-Original-To: support+T17.abc@desk.example", "Envelope-To: support@desk.example"],
         expect={"delivered_to": ["support@desk.example", "support+T17.abc@desk.example"], "return_path": "taro@customer.example"})
    mail("thread_headers", "x\n", more=["In-Reply-To: Your message of Friday <r2@desk.example>", "References: <r0@desk.example>\n\t<r1@desk.example> <r2@desk.example>"],
         expect={"message_id": "thread_headers@customer.example", "in_reply_to": ["r2@desk.example"], "date": "2026-11-20T01:15:00Z",
                 "references": ["r0@desk.example", "r1@desk.example", "r2@desk.example"]})
    mail("message_id_folded_inside", "x\n", more=["References: <r0@\n desk.example>"], expect={"references": ["r0@desk.example"]})


def make():
    for each in (delivery, in_text, receipts, answers, forbidden, vouchers):
        each()
