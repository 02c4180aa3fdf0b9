-- text $1 number, int $2 person
INSERT INTO person_phones(number, person_id) VALUES ($1, $2)
ON CONFLICT (number) DO UPDATE SET person_id = excluded.person_id
