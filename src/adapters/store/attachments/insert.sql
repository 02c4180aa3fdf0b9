-- int $1 id, int $2 ticket, int $3 message, text $4 name, text $5 type, int $6 size, text $7 blob, text $8 content_id
-- int $9 inside_text, int $10 at
INSERT INTO attachments(id, ticket_id, message_id, name, type, size, blob, content_id, inside_text, at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
