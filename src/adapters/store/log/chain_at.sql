-- int $1 position
SELECT chain FROM log WHERE position = $1
