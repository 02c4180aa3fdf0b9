-- text $1 token_hash
DELETE FROM uploads WHERE token_hash = $1
