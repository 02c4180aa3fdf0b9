-- int $1 id, int $2 person, int $3 from_at, int $4 to_at, int $5 away, text $6 kind, text $7 source
INSERT INTO duty_exceptions(id, person_id, from_at, to_at, away, kind, source, uid)
VALUES ($1, $2, $3, $4, $5, $6, $7, '')
