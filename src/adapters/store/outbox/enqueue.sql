-- int $1 id, text $2 channel, text $3 lane, text $4 stable_id, int $5 position, int $6 ready_at, int $7 attempts
-- text $8 payload, int $9 done_at
INSERT INTO outbox(id, channel, lane, stable_id, position, ready_at, attempts, payload, done_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (stable_id) DO NOTHING
