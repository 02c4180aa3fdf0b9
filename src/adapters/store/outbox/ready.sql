-- text $1 channel, int $2 by, int $3 limit
-- Of a lane only the first that is undone: what comes after waits for it.
SELECT {outbox_columns} FROM outbox
WHERE channel = $1 AND ready_at <= $2 AND done_at = 9007199254740991 AND NOT EXISTS (
  SELECT 1 FROM outbox e WHERE e.lane = outbox.lane AND e.id < outbox.id AND e.done_at = 9007199254740991)
ORDER BY ready_at, id LIMIT $3
