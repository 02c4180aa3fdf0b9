-- int $1 id, text $2 arrival, text $3 mailbox, int $4 arrived_at, text $5 envelope, text $6 blob, text $7 outcome
-- text $8 why, int $9 parser_level, text $10 sender, text $11 subject, int $12 program, int $13 ticket, int $14 message
-- int $15 person, int $16 attempts
INSERT INTO mail_sources({mail_source_columns})
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
ON CONFLICT (id) DO UPDATE SET envelope = excluded.envelope, blob = excluded.blob, outcome = excluded.outcome, why = excluded.why,
  parser_level = excluded.parser_level, sender = excluded.sender, subject = excluded.subject,
  program_id = excluded.program_id, ticket_id = excluded.ticket_id, message_id = excluded.message_id,
  person_id = excluded.person_id, attempts = excluded.attempts
