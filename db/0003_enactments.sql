-- Which version of a program holds from when, in the order in which it was decided. A version that was never enacted is a
-- draft; one that is enacted again has a row each time.

CREATE TABLE enactments(
  id INT PRIMARY KEY,
  program_id INT NOT NULL,
  hash TEXT NOT NULL,
  decided_at INT NOT NULL,
  starts_at INT NOT NULL,      -- new requests are opened under it, and calendars read so, from then on
  by_person INT NOT NULL,      -- 0: the desk itself
  state INT NOT NULL,          -- 0 planned, 1 in force, 2 withdrawn before it began
  moves INT NOT NULL,          -- 1: requests in flight go over to it
  spliced_to INT NOT NULL,     -- the last ticket whose calendars were looked at; -1: all were
  moved_to INT NOT NULL,       -- the last ticket that was moved; -1: all were, or none are to be
  spliced INT NOT NULL,        -- how many tickets count in other calendars since
  moved INT NOT NULL,
  changed INT NOT NULL         -- log position of its last change of state
) STRICT;
CREATE INDEX enactments_program ON enactments(program_id, id);
CREATE INDEX enactments_changed ON enactments(changed);

INSERT INTO enactments(id, program_id, hash, decided_at, starts_at, by_person, state, moves, spliced_to, moved_to,
                       spliced, moved, changed)
SELECT row_number() OVER (ORDER BY published_at, hash), program_id, hash, published_at, effective_at, published_by, 1, 0,
       -1, -1, 0, 0, 0
FROM program_versions;
INSERT INTO counters(kind, next) SELECT 'enactment', count(*) + 1 FROM enactments;

CREATE INDEX tickets_open_program ON tickets(program_id, tie) WHERE category < 5;
