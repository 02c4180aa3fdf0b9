-- int $1 staff, int $2 person, int $3 organization, int $4 position, int $5 limit
SELECT {ticket_columns} FROM tickets t WHERE t.changed > $4 AND {viewer_sees_ticket} ORDER BY t.changed LIMIT $5
