-- text $1 message_id, int $2 ticket, int $3 person, int $4 message, int $5 outgoing, int $6 at
INSERT INTO mail_ids(message_id, ticket_id, person_id, desk_message_id, outgoing, at) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (message_id, ticket_id, person_id) DO NOTHING
