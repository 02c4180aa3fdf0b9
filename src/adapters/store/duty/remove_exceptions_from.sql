-- text $1 source, int $2 person
DELETE FROM duty_exceptions WHERE source = $1 AND person_id = $2
