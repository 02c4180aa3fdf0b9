-- int $1 person, int $2 ending_after
SELECT id, person_id, from_at, to_at, away, kind, source FROM duty_exceptions
WHERE person_id = $1 AND to_at > $2 ORDER BY from_at, id LIMIT 1000
