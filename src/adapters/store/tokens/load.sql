-- text $1 hash
SELECT hash, person_id, created_at FROM tokens WHERE hash = $1
