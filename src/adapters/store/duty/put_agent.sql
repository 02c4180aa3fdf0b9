-- int $1 person, text $2 details
INSERT INTO agents(person_id, details) VALUES ($1, $2)
ON CONFLICT (person_id) DO UPDATE SET details = excluded.details
