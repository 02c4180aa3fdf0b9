-- int $1 id
DELETE FROM duty_exceptions WHERE id = $1
