-- int $1 person
DELETE FROM sessions WHERE person_id = $1
