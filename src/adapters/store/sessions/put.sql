-- text $1 token_hash, int $2 person, text $3 csrf, int $4 created_at, int $5 seen_at, int $6 expires_at
INSERT INTO sessions(token_hash, person_id, csrf, created_at, seen_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (token_hash) DO UPDATE SET person_id = excluded.person_id, csrf = excluded.csrf,
  created_at = excluded.created_at, seen_at = excluded.seen_at, expires_at = excluded.expires_at
