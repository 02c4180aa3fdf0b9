-- int $1 id, int $2 ready_at, int $3 attempts, text $4 payload, int $5 done_at, text $6 last_error
UPDATE outbox SET ready_at = $2, attempts = $3, payload = $4, done_at = $5, last_error = $6 WHERE id = $1 RETURNING id
