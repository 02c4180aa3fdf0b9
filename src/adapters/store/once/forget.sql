-- int $1 now, int $2 limit
DELETE FROM once WHERE key IN (SELECT key FROM once WHERE forget_at <= $1 ORDER BY forget_at LIMIT $2)
