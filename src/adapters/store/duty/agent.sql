-- int $1 person
SELECT person_id, details FROM agents WHERE person_id = $1
