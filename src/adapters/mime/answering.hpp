#pragma once
// private to the room

// MAY A MACHINE ANSWER THIS MAIL? RFC 3834 section 2, RFC 5230 section 4.6, MS-OXCMAIL and the house's table
// (reference/mail.md). And whether it is itself a machine's answer.

#include <vector>

#include "adapters/mime/header_text.hpp"
#include "adapters/mime/mime.hpp"

namespace yakusoku::mime {

// Sets spam, and mail_class to auto_reply where it is one, then auto_reply_allowed and why not: a header's name, or one of
// null_return_path, sender_is_a_machine, no_sender, own_address, marked_as_spam, a report's class, automatic_subject.
void judge_answering(const std::vector<Field>& fields, const ReadOptions& options, ports::ReadMail& mail);

}  // namespace yakusoku::mime
