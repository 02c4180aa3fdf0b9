-- int $1 kind, int $2 id, int $3 version
SELECT position, act, facts FROM log WHERE kind = $1 AND id = $2 AND version = $3
