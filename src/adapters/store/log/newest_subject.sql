-- int $1 kind
SELECT id FROM log WHERE kind = $1 ORDER BY id DESC LIMIT 1
