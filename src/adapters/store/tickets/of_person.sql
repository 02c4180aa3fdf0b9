-- int $1 staff, int $2 person, int $3 organization, int $4 requester, int $5 before_id, int $6 limit
SELECT {ticket_columns} FROM tickets t
WHERE t.requester_id = $4 AND t.id < $5 AND {viewer_sees_ticket}
ORDER BY t.id DESC LIMIT $6
