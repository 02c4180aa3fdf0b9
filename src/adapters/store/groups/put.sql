-- int $1 id, int $2 program, text $3 key, text $4 name
INSERT INTO groups(id, program_id, key, name) VALUES ($1, $2, $3, $4)
ON CONFLICT (id) DO UPDATE SET program_id = excluded.program_id, key = excluded.key, name = excluded.name
