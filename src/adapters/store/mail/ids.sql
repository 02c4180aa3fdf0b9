-- text $1 message_id
SELECT message_id, ticket_id, person_id, desk_message_id, outgoing, at FROM mail_ids WHERE message_id = $1
ORDER BY ticket_id, person_id LIMIT 100
