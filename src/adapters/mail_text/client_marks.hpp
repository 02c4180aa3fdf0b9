// What an element says of its content by a mail client's own ids and classes (client_marks.inc).
#pragma once

#include "adapters/mail_text/html_text.hpp"

namespace yakusoku::mail_text {

Mark mark_of(const GumboInternalNode& element);

}  // namespace yakusoku::mail_text
