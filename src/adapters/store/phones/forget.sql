-- int $1 person
DELETE FROM person_phones WHERE person_id = $1
