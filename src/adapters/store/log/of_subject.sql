-- int $1 kind, int $2 id
SELECT {log_columns} FROM log WHERE kind = $1 AND id = $2 ORDER BY version
