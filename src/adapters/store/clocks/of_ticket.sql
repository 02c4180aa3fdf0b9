-- int $1 staff, int $2 person, int $3 organization, int $4 ticket
SELECT c.ticket_id, c.clock, c.cycle, c.state, c.audience, c.program_hash, c.calendar, c.started_at, c.due, c.budget,
  c.spent, c.verdict, c.verdict_at, c.over_open, c.over_wall
FROM clocks c JOIN tickets t ON t.id = c.ticket_id
WHERE c.ticket_id = $4 AND {viewer_sees_ticket} AND ($1 = 1 OR c.audience = 1)
ORDER BY c.clock, c.cycle
