-- int $1 before, int $2 limit
SELECT id, next_wake FROM tickets WHERE next_wake < $1 AND next_wake < 9007199254740991
ORDER BY next_wake, id LIMIT $2
