-- int $1 program, int $2 after_id, int $3 limit
SELECT {ticket_columns} FROM tickets t WHERE t.program_id = $1 AND t.category < 5 AND t.tie > $2 ORDER BY t.tie LIMIT $3
