-- int $1 id
SELECT {person_columns} FROM people WHERE id = $1
