-- int $1 at
DELETE FROM uploads WHERE at < $1
