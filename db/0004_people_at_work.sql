-- Who works when, what a customer holds, and what a lead has to see at once. `details` is JSON that no query asks.

CREATE TABLE agents(
  person_id INT PRIMARY KEY,
  details TEXT NOT NULL
) STRICT;

-- A weekly pattern that many share.
CREATE TABLE rotas(
  name TEXT PRIMARY KEY,
  title TEXT NOT NULL,
  hours TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- A single stretch beside the rota: a shift, or away.
CREATE TABLE duty_exceptions(
  id INT PRIMARY KEY,
  person_id INT NOT NULL,
  from_at INT NOT NULL,
  to_at INT NOT NULL,
  away INT NOT NULL,
  kind TEXT NOT NULL,
  source TEXT NOT NULL,  -- of an imported calendar
  uid TEXT NOT NULL
) STRICT;
CREATE INDEX duty_exceptions_person ON duty_exceptions(person_id, from_at);
CREATE INDEX duty_exceptions_end ON duty_exceptions(to_at, id);

-- Which state of people's hours a snapshot was made of.
CREATE TABLE duty_mark(one INT PRIMARY KEY CHECK (one = 1), mark INT NOT NULL) STRICT;
INSERT INTO duty_mark(one, mark) VALUES (1, 0);

-- What hangs in the air, a row each: due_gap, effort_gap, handoff, escalation, lane, dropped.
CREATE TABLE attention(
  ticket_id INT NOT NULL,
  kind TEXT NOT NULL,
  key TEXT NOT NULL,
  at INT NOT NULL,
  since INT NOT NULL,
  PRIMARY KEY (ticket_id, kind, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX attention_kind ON attention(kind, at, ticket_id);
CREATE INDEX tickets_next_due ON tickets(next_due, tie) WHERE next_due < 9007199254740991;

-- Filled from the rows of organizations by whoever brings a database up to this level (store/migrations.cpp).
CREATE TABLE organization_domains(
  domain TEXT PRIMARY KEY,
  organization_id INT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX organization_domains_owner ON organization_domains(organization_id);
CREATE INDEX organizations_parent ON organizations(parent_id, id);

CREATE TABLE contracts(
  id INT PRIMARY KEY,
  organization_id INT NOT NULL,
  program_id INT NOT NULL,
  ends_on TEXT NOT NULL,  -- a date; empty: open
  details TEXT NOT NULL
) STRICT;
CREATE INDEX contracts_organization ON contracts(organization_id, id);
CREATE INDEX contracts_end ON contracts(ends_on, id);

CREATE TABLE named_contacts(
  id INT PRIMARY KEY,
  organization_id INT NOT NULL,
  program_id INT NOT NULL,
  person_id INT NOT NULL,
  until_at INT NOT NULL,  -- 9007199254740991: is one
  details TEXT NOT NULL
) STRICT;
CREATE INDEX named_contacts_organization ON named_contacts(organization_id, program_id, id);
CREATE INDEX named_contacts_person ON named_contacts(person_id, id);

CREATE TABLE assets(
  id INT PRIMARY KEY,
  organization_id INT NOT NULL,
  details TEXT NOT NULL
) STRICT;
CREATE INDEX assets_organization ON assets(organization_id, id);
