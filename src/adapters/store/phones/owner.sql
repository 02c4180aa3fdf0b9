-- text $1 number
SELECT person_id FROM person_phones WHERE number = $1
