-- int $1 staff, int $2 person, int $3 organization, int $4 id
SELECT {ticket_columns} FROM tickets t WHERE t.id = $4 AND {viewer_sees_ticket}
