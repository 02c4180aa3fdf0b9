-- int $1 ticket, int $2 person, int $3 newest
SELECT message_id, ticket_id, person_id, desk_message_id, outgoing, at FROM mail_ids
WHERE ticket_id = $1 AND person_id = $2 ORDER BY at DESC, desk_message_id DESC, message_id DESC LIMIT $3
