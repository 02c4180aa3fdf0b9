-- int $1 staff, int $2 person, int $3 organization, int $4 program, int $5 after_rank
-- int $6 after_due, int $7 after_id, int $8 limit
SELECT {ticket_columns} FROM tickets t WHERE t.next_due < 9007199254740991 AND {queue_page}
