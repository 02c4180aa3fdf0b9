-- text $1 name
SELECT position FROM followers WHERE name = $1
