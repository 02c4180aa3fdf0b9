-- int $1 ticket, text $2 kind, text $3 key, int $4 at, int $5 since
INSERT INTO attention(ticket_id, kind, key, at, since) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (ticket_id, kind, key) DO NOTHING
