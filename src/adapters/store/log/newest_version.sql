-- int $1 kind, int $2 id
SELECT version FROM log WHERE kind = $1 AND id = $2 ORDER BY version DESC LIMIT 1
