#include "adapters/settings/settings.hpp"

namespace yakusoku::settings {
namespace {

constexpr std::string_view tls_words = "none starttls implicit";

constexpr Setting settings[] = {
    {"mail.own_server", Type::text, "",
     "The name (authserv-id) by which our own receiving server signs its Authentication-Results. Without it nobody's "
     "word on a sender is believed.",
     "", false},
    {"mail.mailboxes.NAME.address", Type::text, "", "Customers write to this address, and the desk writes from it.", "",
     true},
    {"mail.mailboxes.NAME.aliases", Type::list, "", "Other addresses that end in the same mailbox.", "", false},
    {"mail.mailboxes.NAME.program", Type::text, "", "The id of the program whose requests come in here.", "", true},
    {"mail.mailboxes.NAME.kind", Type::text, "", "The kind of the requests opened here; without it the program's first.",
     "", false},
    {"mail.mailboxes.NAME.severity", Type::text, "",
     "The severity where the program asks the customer for one, which a mail can't say; without it the mildest.", "",
     false},
    {"mail.mailboxes.NAME.team", Type::text, "", "The team that gets them; without it as the program says.", "", false},
    {"mail.mailboxes.NAME.language", Type::text, "",
     "Of requests whose writer's language is not known; without it the program's first.", "", false},
    {"mail.mailboxes.NAME.imap.host", Type::text, "", "The IMAP server. Without it mail comes by `yakusoku mail deliver`.",
     "", true},
    {"mail.mailboxes.NAME.imap.port", Type::number, "0", "0 stands for 993 with implicit TLS, else 143.", "", false},
    {"mail.mailboxes.NAME.imap.tls", Type::choice, "implicit", "How the connection is secured.", tls_words, false},
    {"mail.mailboxes.NAME.imap.ca_file", Type::file, "", "Authorities to trust instead of the machine's (PEM).", "", false},
    {"mail.mailboxes.NAME.imap.user", Type::text, "", "Who logs in.", "", true},
    {"mail.mailboxes.NAME.imap.password_file", Type::file, "", "A file that holds the password.", "", false},
    {"mail.mailboxes.NAME.imap.token_file", Type::file, "",
     "Instead of a password: a file that holds an OAuth2 access token that is good now (XOAUTH2); read at each log-in.", "",
     false},
    {"mail.mailboxes.NAME.imap.folder", Type::text, "INBOX", "The folder that is read.", "", false},
    {"mail.mailboxes.NAME.imap.after", Type::choice, "keep", "What becomes of a mail that was kept.",
     "keep seen delete move", false},
    {"mail.mailboxes.NAME.imap.move_to", Type::text, "", "The folder of `after: move`.", "", false},
    {"mail.mailboxes.NAME.imap.poll", Type::length, "60s", "How often to look where the server does not push.", "", false},
    {"mail.smtp.host", Type::text, "", "The server that takes our mail. Without it nothing is sent.", "", true},
    {"mail.smtp.port", Type::number, "587", "Its port.", "", false},
    {"mail.smtp.tls", Type::choice, "starttls", "How the connection is secured.", tls_words, false},
    {"mail.smtp.ca_file", Type::file, "", "Authorities to trust instead of the machine's (PEM).", "", false},
    {"mail.smtp.user", Type::text, "", "Who logs in; without it nobody does.", "", false},
    {"mail.smtp.password_file", Type::file, "", "A file that holds the password.", "", false},
    {"mail.smtp.token_file", Type::file, "", "Instead of a password: a file that holds an OAuth2 access token.", "", false},
    {"mail.smtp.hello_name", Type::text, "", "Our name in EHLO; without it the machine's.", "", false},
    {"mail.smtp.connections", Type::number, "4", "At most so many at once.", "", false},
    {"mail.dkim.NAME.selector", Type::text, "", "NAME is a domain: its key is published at SELECTOR._domainkey.NAME.", "",
     true},
    {"mail.dkim.NAME.key_file", Type::file, "", "The private RSA key (PEM).", "", true},
    {"mail.sends_from", Type::list, "",
     "Hosts or addresses from which our mail reaches the world, for the safe-sender advice and the check of SPF.", "",
     false},
    {"mail.resolver", Type::text, "", "A DNS server (address or address:port) instead of the machine's, for the doctor.", "",
     false},
    {"mail.limits.mails_per_sender_an_hour", Type::number, "20", "More are held until a person has looked; 0 is no limit.",
     "", false},
    {"mail.limits.notices_per_request_an_hour", Type::number, "5",
     "By machine, to one reader of one request; more become one digest. 0 is no limit.", "", false},
    {"mail.limits.automatic_answer_every", Type::length, "24h",
     "An automatic answer to a mail that came to a wrong door: at most one to a sender in this time.", "", false},
};

}  // namespace

std::span<const Setting> table() { return settings; }

}  // namespace yakusoku::settings
