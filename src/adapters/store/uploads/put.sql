-- text $1 token_hash, int $2 person, text $3 name, text $4 type, int $5 size, text $6 blob, int $7 at
INSERT INTO uploads(token_hash, person_id, name, type, size, blob, at) VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (token_hash) DO UPDATE SET name = excluded.name, type = excluded.type, size = excluded.size,
  blob = excluded.blob, at = excluded.at
