// Header fields, folded: words by RFC 2047, parameters by RFC 2231, display names, chains of ids. Pure. GMime's own
// writers cut encoded words beyond 75 columns and inside a parameter's character, so these are ours. Promises: ASCII
// out (but for addresses that need SMTPUTF8), \r\n line ends, no line over 998 bytes, nothing that a value holds ends
// a line. Values are taken as they come: they are cleaned here.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "ports/mail.hpp"

namespace yakusoku::mail_out {

// "Subject: …\r\n"; ASCII words before and behind the ones that need encoding stay readable.
std::string text_field(std::string_view name, std::string_view value);
// "From: =?UTF-8?B?…?= <a@b>\r\n"; empty where the address can't be used.
std::string address_field(std::string_view name, const ports::MailAddress& value);
// "References: <a>\r\n <b>\r\n": one id a line, ids that could not be written left out; empty where none is left.
std::string ids_field(std::string_view name, const std::vector<std::string>& ids);
// A field whose value is ours or was looked at: printable ASCII or the field is left out.
std::string token_field(std::string_view name, std::string_view value);

// ";\r\n\tfilename*0*=UTF-8''…": the parameter with its separator.
std::string parameter(std::string_view name, std::string_view value);
// ";\r\n\tname=\"=?UTF-8?B?…?=\"": against the standard, for mail clients that know only this.
std::string old_parameter(std::string_view name, std::string_view value);

// The chain a client threads by: parents before children, each once, `last` at its end; of a long one the first id and
// the newest (at most 20 ids and 900 bytes).
std::vector<std::string> chain(const std::vector<std::string>& references, std::string_view last);

}  // namespace yakusoku::mail_out
