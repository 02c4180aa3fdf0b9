-- int $1 role, int $2 staff_only, int $3 organization, text $4 starts_with, int $5 after, int $6 limit
-- A role of -1 is any. Roles up to 3 are staff.
SELECT {person_columns} FROM people
WHERE id > $5 AND ($1 = -1 OR role = $1) AND ($2 = 0 OR role <= 3) AND ($3 = 0 OR organization_id = $3)
  AND ($4 = '' OR lower(substr(name, 1, length($4))) = lower($4) OR lower(substr(email, 1, length($4))) = lower($4))
ORDER BY id LIMIT $6
