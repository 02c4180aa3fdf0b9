-- int $1 after, int $2 limit
SELECT id, blob FROM attachments WHERE id > $1 ORDER BY id LIMIT $2
