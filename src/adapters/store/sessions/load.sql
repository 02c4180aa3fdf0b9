-- text $1 token_hash
SELECT token_hash, person_id, csrf, created_at, seen_at, expires_at FROM sessions WHERE token_hash = $1
