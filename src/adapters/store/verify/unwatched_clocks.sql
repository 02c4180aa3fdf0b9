-- A running clock whose due nobody would wake for.
SELECT c.ticket_id, c.clock, c.due, t.next_wake FROM clocks c JOIN tickets t ON t.id = c.ticket_id
WHERE c.state = 1 AND c.verdict = '' AND c.due < 9007199254740991 AND t.next_wake > c.due
ORDER BY c.ticket_id, c.clock LIMIT 100
