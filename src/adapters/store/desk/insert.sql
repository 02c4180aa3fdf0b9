-- text $1 desk_id, int $2 schema_level, int $3 clock_at
INSERT INTO desk(one, desk_id, schema_level, writes_level, head, clock_at) VALUES (1, $1, $2, $2, 0, $3)
