-- The first schema. INT, TEXT and BYTES stand for the engine's own types; what follows a table's closing parenthesis is
-- SQLite's and left out elsewhere. Instants are UTC seconds; a sort key is never NULL: 9007199254740991 is "none".

CREATE TABLE desk(
  one INT PRIMARY KEY CHECK (one = 1),
  desk_id TEXT NOT NULL,
  schema_level INT NOT NULL,
  writes_level INT NOT NULL,
  head INT NOT NULL,
  clock_at INT NOT NULL
) STRICT;

CREATE TABLE counters(
  kind TEXT PRIMARY KEY,
  next INT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE once(
  key TEXT PRIMARY KEY,
  fingerprint BYTES NOT NULL,
  status INT NOT NULL,
  answer TEXT NOT NULL,
  position INT NOT NULL,
  forget_at INT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX once_forget ON once(forget_at);

CREATE TABLE log(
  position INT PRIMARY KEY,
  kind INT NOT NULL,
  id INT NOT NULL,
  version INT NOT NULL,
  at INT NOT NULL,
  actor_kind INT NOT NULL,
  actor_id INT NOT NULL,
  origin INT NOT NULL,
  act TEXT NOT NULL,
  facts TEXT NOT NULL,
  shape INT NOT NULL,
  chain BYTES NOT NULL
) STRICT;
CREATE UNIQUE INDEX log_subject ON log(kind, id, version);

CREATE TABLE tickets(
  id INT PRIMARY KEY,
  version INT NOT NULL,
  shape INT NOT NULL,
  state TEXT NOT NULL,
  program_id INT NOT NULL,
  kind TEXT NOT NULL,
  severity TEXT NOT NULL,
  category INT NOT NULL,
  rank INT NOT NULL,
  next_due INT NOT NULL,
  next_wake INT NOT NULL,
  group_id INT NOT NULL,
  assignee_id INT NOT NULL,
  requester_id INT NOT NULL,
  organization_id INT NOT NULL,
  channel TEXT NOT NULL,
  language TEXT NOT NULL,
  subject TEXT NOT NULL,
  created_at INT NOT NULL,
  updated_at INT NOT NULL,
  changed INT NOT NULL,
  tags TEXT NOT NULL,
  tie INT NOT NULL  -- the id again, to page by: SQLite does not seek by a row's own id inside an index
) STRICT;
CREATE INDEX tickets_order ON tickets(rank, next_due, tie);
CREATE INDEX tickets_open ON tickets(rank, next_due, tie) WHERE category < 4;
CREATE INDEX tickets_open_group ON tickets(group_id, rank, next_due, tie) WHERE category < 4;
CREATE INDEX tickets_open_mine ON tickets(assignee_id, rank, next_due, tie) WHERE category < 4;
CREATE INDEX tickets_due ON tickets(rank, next_due, tie) WHERE next_due < 9007199254740991;
CREATE INDEX tickets_waiting ON tickets(rank, next_due, tie) WHERE category IN (2, 3);
CREATE INDEX tickets_solved ON tickets(rank, next_due, tie) WHERE category = 4;
CREATE INDEX tickets_wake ON tickets(next_wake, id) WHERE next_wake < 9007199254740991;
CREATE INDEX tickets_person ON tickets(requester_id, id);
CREATE INDEX tickets_organization ON tickets(organization_id, id);
CREATE INDEX tickets_changed ON tickets(changed);

-- Words lie here and not in the log, whose facts carry the salted digest; an erased row keeps who, when and why.
CREATE TABLE messages(
  id INT PRIMARY KEY,
  ticket_id INT NOT NULL,
  version INT NOT NULL,
  author_id INT NOT NULL,
  visibility INT NOT NULL,
  channel TEXT NOT NULL,
  at INT NOT NULL,
  body TEXT NOT NULL,
  salt BYTES NOT NULL,
  digest BYTES NOT NULL,
  erased_at INT NOT NULL,
  erased_by INT NOT NULL,
  erased_why TEXT NOT NULL
) STRICT;
CREATE INDEX messages_ticket ON messages(ticket_id, id);

CREATE TABLE participants(
  ticket_id INT NOT NULL,
  person_id INT NOT NULL,
  role TEXT NOT NULL,
  from_version INT NOT NULL,
  PRIMARY KEY (ticket_id, person_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX participants_person ON participants(person_id, ticket_id);

CREATE TABLE clocks(
  ticket_id INT NOT NULL,
  clock TEXT NOT NULL,
  cycle INT NOT NULL,
  state INT NOT NULL,
  audience INT NOT NULL,
  program_hash TEXT NOT NULL,
  calendar TEXT NOT NULL,
  started_at INT NOT NULL,
  due INT NOT NULL,
  budget INT NOT NULL,
  spent INT NOT NULL,
  verdict TEXT NOT NULL,
  verdict_at INT NOT NULL,
  over_open INT NOT NULL,
  over_wall INT NOT NULL,
  PRIMARY KEY (ticket_id, clock, cycle)
) STRICT, WITHOUT ROWID;
CREATE INDEX clocks_running ON clocks(calendar, due) WHERE state = 1;

CREATE TABLE people(
  id INT PRIMARY KEY,
  name TEXT NOT NULL,
  email TEXT NOT NULL,
  role INT NOT NULL,
  organization_id INT NOT NULL,
  language TEXT NOT NULL,
  zone TEXT NOT NULL,
  password TEXT NOT NULL,
  suspended INT NOT NULL,
  created_at INT NOT NULL,
  updated_at INT NOT NULL
) STRICT;
CREATE UNIQUE INDEX people_email ON people(email) WHERE email <> '';
CREATE INDEX people_organization ON people(organization_id, id);

CREATE TABLE group_members(
  person_id INT NOT NULL REFERENCES people(id),
  group_id INT NOT NULL,
  PRIMARY KEY (person_id, group_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE organizations(
  id INT PRIMARY KEY,
  name TEXT NOT NULL,
  zone TEXT NOT NULL,
  country TEXT NOT NULL,
  language TEXT NOT NULL,
  domains TEXT NOT NULL,
  parent_id INT NOT NULL,
  created_at INT NOT NULL,
  updated_at INT NOT NULL
) STRICT;
CREATE INDEX organizations_name ON organizations(name);

CREATE TABLE groups(
  id INT PRIMARY KEY,
  program_id INT NOT NULL,
  key TEXT NOT NULL,
  name TEXT NOT NULL
) STRICT;

CREATE TABLE programs(
  id INT PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,
  title TEXT NOT NULL,
  in_force TEXT NOT NULL
) STRICT;

CREATE TABLE program_versions(
  hash TEXT PRIMARY KEY,
  program_id INT NOT NULL,
  files TEXT NOT NULL,
  published_at INT NOT NULL,
  effective_at INT NOT NULL,
  published_by INT NOT NULL
) STRICT;
CREATE INDEX program_versions_effective ON program_versions(program_id, effective_at);

CREATE TABLE sessions(
  token_hash TEXT PRIMARY KEY,
  person_id INT NOT NULL,
  csrf TEXT NOT NULL,
  created_at INT NOT NULL,
  seen_at INT NOT NULL,
  expires_at INT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX sessions_person ON sessions(person_id);
CREATE INDEX sessions_expires ON sessions(expires_at);

CREATE TABLE tokens(
  hash TEXT PRIMARY KEY,
  person_id INT NOT NULL,
  created_at INT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE outbox(
  id INT PRIMARY KEY,
  channel TEXT NOT NULL,
  lane TEXT NOT NULL,
  stable_id TEXT NOT NULL UNIQUE,
  position INT NOT NULL,
  ready_at INT NOT NULL,
  attempts INT NOT NULL,
  payload TEXT NOT NULL,
  done_at INT NOT NULL
) STRICT;
CREATE INDEX outbox_ready ON outbox(channel, ready_at) WHERE done_at = 9007199254740991;
CREATE INDEX outbox_lane ON outbox(lane, id) WHERE done_at = 9007199254740991;

CREATE TABLE erasures(
  id INT PRIMARY KEY,
  at INT NOT NULL,
  by_id INT NOT NULL,
  subject_kind TEXT NOT NULL,
  subject_id INT NOT NULL,
  scope TEXT NOT NULL
) STRICT;

