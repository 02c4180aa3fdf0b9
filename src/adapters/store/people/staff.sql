-- int $1 after, int $2 limit
SELECT {person_columns} FROM people WHERE role <= 3 AND id > $1 ORDER BY id LIMIT $2
