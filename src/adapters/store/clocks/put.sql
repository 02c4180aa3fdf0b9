-- int $1 ticket, text $2 clock, int $3 cycle, int $4 state, int $5 audience, text $6 program_hash, text $7 calendar
-- int $8 started_at, int $9 due, int $10 budget, int $11 spent, text $12 verdict, int $13 verdict_at, int $14 over_open
-- int $15 over_wall
INSERT INTO clocks(ticket_id, clock, cycle, state, audience, program_hash, calendar, started_at, due, budget, spent, verdict,
  verdict_at, over_open, over_wall)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
ON CONFLICT (ticket_id, clock, cycle) DO UPDATE SET state = excluded.state, audience = excluded.audience,
  program_hash = excluded.program_hash, calendar = excluded.calendar, started_at = excluded.started_at,
  due = excluded.due, budget = excluded.budget, spent = excluded.spent, verdict = excluded.verdict,
  verdict_at = excluded.verdict_at, over_open = excluded.over_open, over_wall = excluded.over_wall
