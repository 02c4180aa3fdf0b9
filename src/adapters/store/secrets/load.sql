-- text $1 name
SELECT value FROM secrets WHERE name = $1
