-- int $1 id, int $2 at, int $3 by, text $4 subject_kind, int $5 subject_id, text $6 scope
INSERT INTO erasures(id, at, by_id, subject_kind, subject_id, scope) VALUES ($1, $2, $3, $4, $5, $6)
