-- int $1 id, int $2 erased_at, int $3 erased_by, text $4 erased_why, bytes $5 empty
-- The salt goes with the words: a short text could be guessed from its digest.
UPDATE messages SET body = '', html = '', folded = '', salt = $5, erased_at = $2, erased_by = $3, erased_why = $4
WHERE id = $1 RETURNING id
