-- int $1 staff, int $2 person, int $3 organization, int $4 after_id, int $5 limit
SELECT {ticket_columns} FROM tickets t WHERE t.id > $4 AND {viewer_sees_ticket} ORDER BY t.id LIMIT $5
