-- int $1 position, int $2 limit
SELECT {log_columns} FROM log WHERE position > $1 ORDER BY position LIMIT $2
