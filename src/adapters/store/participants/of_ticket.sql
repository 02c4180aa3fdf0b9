-- int $1 staff, int $2 person, int $3 organization, int $4 ticket
SELECT q.ticket_id, q.person_id, q.role, q.from_version
FROM participants q JOIN tickets t ON t.id = q.ticket_id
WHERE q.ticket_id = $4 AND {viewer_sees_ticket}
ORDER BY q.person_id
