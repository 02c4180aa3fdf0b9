-- int $1 id, int $2 program, text $3 hash, int $4 decided_at, int $5 starts_at, int $6 by, int $7 state, int $8 moves
-- int $9 spliced_to, int $10 moved_to, int $11 spliced, int $12 moved, int $13 changed
INSERT INTO enactments({enactment_columns}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
ON CONFLICT (id) DO UPDATE SET state = excluded.state, spliced_to = excluded.spliced_to, moved_to = excluded.moved_to,
  spliced = excluded.spliced, moved = excluded.moved, changed = excluded.changed
