-- int $1 person
SELECT number FROM person_phones WHERE person_id = $1 ORDER BY number LIMIT 20
