// The doctor's four questions about one domain (A-labels), each one finding.
#pragma once

#include <string>

#include "adapters/mail_out/doctor.hpp"

namespace yakusoku::mail_out {

Finding check_mx(Resolver& dns, const MailIdentity& identity, const std::string& domain);
Finding check_spf(Resolver& dns, const MailIdentity& identity, const std::string& domain);
Finding check_dkim(Resolver& dns, const MailIdentity& identity, const std::string& domain);
Finding check_dmarc(Resolver& dns, const MailIdentity& identity, const std::string& domain);

}  // namespace yakusoku::mail_out
