-- int $1 after_id, int $2 limit
SELECT id, ticket_id, version, body, salt, digest, erased_at FROM messages WHERE id > $1 ORDER BY id LIMIT $2
