-- int $1 ending_after
SELECT id, person_id, from_at, to_at, away, kind, source FROM duty_exceptions WHERE to_at > $1
ORDER BY person_id, from_at, id
