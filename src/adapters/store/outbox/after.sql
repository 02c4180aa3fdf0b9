-- int $1 after, int $2 limit
SELECT {outbox_columns} FROM outbox WHERE id > $1 ORDER BY id LIMIT $2
