-- text $1 kind, int $2 program, int $3 limit
SELECT a.ticket_id, a.kind, a.key, a.at, a.since FROM attention a JOIN tickets t ON t.id = a.ticket_id
WHERE a.kind = $1 AND ($2 = 0 OR t.program_id = $2) ORDER BY a.at, a.ticket_id LIMIT $3
