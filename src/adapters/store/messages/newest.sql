-- int $1 ticket
SELECT id FROM messages WHERE ticket_id = $1 ORDER BY id DESC LIMIT 1
