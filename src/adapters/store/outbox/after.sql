-- int $1 after, int $2 limit
SELECT id, channel, lane, stable_id, position, ready_at, attempts, payload, done_at FROM outbox
WHERE id > $1 ORDER BY id LIMIT $2
