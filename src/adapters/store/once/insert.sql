-- text $1 key, bytes $2 fingerprint, int $3 status, text $4 answer, int $5 position, int $6 forget_at
INSERT INTO once(key, fingerprint, status, answer, position, forget_at) VALUES ($1, $2, $3, $4, $5, $6)
