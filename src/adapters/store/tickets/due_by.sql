-- int $1 before, int $2 limit
SELECT {ticket_columns} FROM tickets t
WHERE t.next_due < 9007199254740991 AND t.next_due < $1 AND t.category < 4 ORDER BY t.next_due, t.tie LIMIT $2
