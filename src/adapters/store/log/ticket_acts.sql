-- int $1 kind, int $2 first, int $3 last, int $4 head
SELECT id, version, at, act, CASE WHEN version = 1 OR act LIKE '_"verb":"move"%' THEN facts ELSE '' END
FROM log WHERE kind = $1 AND id BETWEEN $2 AND $3 AND position <= $4 ORDER BY id, version
