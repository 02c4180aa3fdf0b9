-- text $1 token_hash
SELECT token_hash, person_id, name, type, size, blob, at FROM uploads WHERE token_hash = $1
