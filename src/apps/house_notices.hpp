#pragma once

// The house's words for mails, as the binary carries them (web/text/notices.LANGUAGE.yaml).

#include "core/notices/notices.hpp"

namespace yakusoku::apps {

// `web_dir`: read from there instead, as --web-dir of serve does; empty: from the binary.
Result<notices::Defaults> house_notices(const std::string& web_dir);

}  // namespace yakusoku::apps
