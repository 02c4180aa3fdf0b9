-- Files that people send, and mail in and out. Bytes lie in the blob store under their SHA-256; these rows say whose.

CREATE TABLE attachments(
  id INT PRIMARY KEY,
  ticket_id INT NOT NULL,
  message_id INT NOT NULL,
  name TEXT NOT NULL,
  type TEXT NOT NULL,
  size INT NOT NULL,
  blob TEXT NOT NULL,        -- empty once erased
  content_id TEXT NOT NULL,
  inside_text INT NOT NULL,
  at INT NOT NULL
) STRICT;
CREATE INDEX attachments_ticket ON attachments(ticket_id, id);
CREATE INDEX attachments_message ON attachments(message_id, id);
CREATE INDEX attachments_blob ON attachments(blob);

-- Waits for the message that will carry it.
CREATE TABLE uploads(
  token_hash TEXT PRIMARY KEY,
  person_id INT NOT NULL,
  name TEXT NOT NULL,
  type TEXT NOT NULL,
  size INT NOT NULL,
  blob TEXT NOT NULL,
  at INT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX uploads_blob ON uploads(blob);
CREATE INDEX uploads_at ON uploads(at);

ALTER TABLE messages ADD COLUMN html TEXT NOT NULL DEFAULT '';
ALTER TABLE messages ADD COLUMN folded TEXT NOT NULL DEFAULT '';
ALTER TABLE messages ADD COLUMN source INT NOT NULL DEFAULT 0;
CREATE INDEX messages_author ON messages(author_id, id);
CREATE INDEX people_staff ON people(id) WHERE role <= 3;

-- A mail's source is kept before anybody reads it; what became of it stands beside.
CREATE TABLE mail_sources(
  id INT PRIMARY KEY,
  arrival TEXT NOT NULL UNIQUE,
  mailbox TEXT NOT NULL,
  arrived_at INT NOT NULL,
  envelope TEXT NOT NULL,
  blob TEXT NOT NULL,
  outcome TEXT NOT NULL,
  why TEXT NOT NULL,
  parser_level INT NOT NULL,
  sender TEXT NOT NULL,
  subject TEXT NOT NULL,
  program_id INT NOT NULL,
  ticket_id INT NOT NULL,
  message_id INT NOT NULL,
  person_id INT NOT NULL,
  attempts INT NOT NULL
) STRICT;
CREATE INDEX mail_sources_outcome ON mail_sources(outcome, id);
CREATE INDEX mail_sources_blob ON mail_sources(blob, id);
CREATE INDEX mail_sources_ticket ON mail_sources(ticket_id, id);
CREATE INDEX mail_sources_person ON mail_sources(person_id, id);
CREATE INDEX mail_sources_sender ON mail_sources(sender, id);

-- Which request a Message-ID belongs to; outgoing: ours, and to whom.
CREATE TABLE mail_ids(
  message_id TEXT NOT NULL,
  ticket_id INT NOT NULL,
  person_id INT NOT NULL,
  desk_message_id INT NOT NULL,
  outgoing INT NOT NULL,
  at INT NOT NULL,
  PRIMARY KEY (message_id, ticket_id, person_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX mail_ids_ticket ON mail_ids(ticket_id, person_id, at);
CREATE INDEX mail_ids_person ON mail_ids(person_id);

-- Where a request's notices go: the address it came from, and those registered on it.
CREATE TABLE ticket_addresses(
  ticket_id INT NOT NULL,
  address TEXT NOT NULL,
  person_id INT NOT NULL,
  given INT NOT NULL,
  PRIMARY KEY (ticket_id, address)
) STRICT, WITHOUT ROWID;
CREATE INDEX ticket_addresses_person ON ticket_addresses(person_id, ticket_id);

-- How it goes with an address: what bounced, when it was last answered by machine, whether it asked for no bulk mail.
CREATE TABLE mail_addresses(
  address TEXT PRIMARY KEY,
  state TEXT NOT NULL,
  since INT NOT NULL,
  code TEXT NOT NULL,
  detail TEXT NOT NULL,
  answered_at INT NOT NULL,
  unsubscribed_at INT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE mail_counts(
  scope TEXT NOT NULL,
  key TEXT NOT NULL,
  hour INT NOT NULL,
  count INT NOT NULL,
  PRIMARY KEY (scope, key, hour)
) STRICT, WITHOUT ROWID;
CREATE INDEX mail_counts_hour ON mail_counts(hour);

ALTER TABLE outbox ADD COLUMN last_error TEXT NOT NULL DEFAULT '';

-- Who reads the log after its commits, and how far he is.
CREATE TABLE followers(
  name TEXT PRIMARY KEY,
  position INT NOT NULL
) STRICT, WITHOUT ROWID;
