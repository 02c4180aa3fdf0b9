-- int $1 id
SELECT id, person_id, from_at, to_at, away, kind, source FROM duty_exceptions WHERE id = $1
