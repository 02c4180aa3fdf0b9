-- int $1 before, int $2 limit
SELECT {ticket_columns} FROM tickets
WHERE next_due < 9007199254740991 AND next_due < $1 AND category < 4 ORDER BY next_due, tie LIMIT $2
