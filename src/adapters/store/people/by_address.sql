-- text $1 address
SELECT {person_columns} FROM people WHERE email = $1 AND email <> ''
