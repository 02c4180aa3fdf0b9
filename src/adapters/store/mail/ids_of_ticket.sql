-- int $1 ticket, int $2 newest
SELECT message_id, ticket_id, person_id, desk_message_id, outgoing, at FROM mail_ids WHERE ticket_id = $1
ORDER BY at DESC, message_id DESC LIMIT $2
