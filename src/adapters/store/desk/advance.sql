-- int $1 head, int $2 clock_at
UPDATE desk SET head = $1, clock_at = $2 WHERE one = 1
