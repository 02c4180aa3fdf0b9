-- int $1 id, int $2 version, int $3 shape, text $4 state, int $5 program, text $6 kind, text $7 severity, int $8 category
-- int $9 rank, int $10 next_due, int $11 next_wake, int $12 group, int $13 assignee, int $14 requester
-- int $15 organization, text $16 channel, text $17 language, text $18 subject, int $19 created_at, int $20 updated_at
-- int $21 changed, text $22 tags
UPDATE tickets SET version = $2, shape = $3, state = $4, program_id = $5, kind = $6, severity = $7, category = $8,
  rank = $9, next_due = $10, next_wake = $11, group_id = $12, assignee_id = $13, requester_id = $14,
  organization_id = $15, channel = $16, language = $17, subject = $18, created_at = $19, updated_at = $20,
  changed = $21, tags = $22
WHERE id = $1 RETURNING id
