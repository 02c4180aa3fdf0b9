-- int $1 person, text $2 source, int $3 ending_after
DELETE FROM duty_exceptions WHERE person_id = $1 AND source = $2 AND to_at > $3
