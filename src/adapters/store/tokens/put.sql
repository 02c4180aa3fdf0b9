-- text $1 hash, int $2 person, int $3 created_at
INSERT INTO tokens(hash, person_id, created_at) VALUES ($1, $2, $3)
ON CONFLICT (hash) DO UPDATE SET person_id = excluded.person_id, created_at = excluded.created_at
