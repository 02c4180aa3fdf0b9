-- int $1 before, int $2 program, int $3 limit
SELECT {ticket_columns} FROM tickets t
WHERE t.next_due < 9007199254740991 AND t.next_due < $1 AND t.category < 4 AND ($2 = 0 OR t.program_id = $2)
ORDER BY t.next_due, t.tie LIMIT $3
