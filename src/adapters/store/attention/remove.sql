-- int $1 ticket
DELETE FROM attention WHERE ticket_id = $1
