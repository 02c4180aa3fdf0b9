-- int $1 id, int $2 version, int $3 shape, text $4 state, int $5 program, text $6 kind, text $7 severity, int $8 category
-- int $9 rank, int $10 next_due, int $11 next_wake, int $12 group, int $13 assignee, int $14 requester
-- int $15 organization, text $16 channel, text $17 language, text $18 subject, int $19 created_at, int $20 updated_at
-- int $21 changed, text $22 tags
INSERT INTO tickets(id, version, shape, state, program_id, kind, severity, category, rank, next_due, next_wake, group_id,
  assignee_id, requester_id, organization_id, channel, language, subject, created_at, updated_at, changed, tags, tie)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $1)
