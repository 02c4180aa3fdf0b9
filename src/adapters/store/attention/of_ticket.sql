-- int $1 ticket
SELECT ticket_id, kind, key, at, since FROM attention WHERE ticket_id = $1 ORDER BY kind, key
