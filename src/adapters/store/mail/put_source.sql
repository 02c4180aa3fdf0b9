-- int $1 id, text $2 arrival, text $3 mailbox, int $4 validity, int $5 uid, int $6 arrived_at, text $7 envelope
-- text $8 blob, text $9 outcome, text $10 why, int $11 parser_level, text $12 sender, text $13 subject
-- int $14 program, int $15 ticket, int $16 message, int $17 person, int $18 attempts
INSERT INTO mail_sources({mail_source_columns})
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
ON CONFLICT (id) DO UPDATE SET blob = excluded.blob, outcome = excluded.outcome, why = excluded.why,
  parser_level = excluded.parser_level, sender = excluded.sender, subject = excluded.subject,
  program_id = excluded.program_id, ticket_id = excluded.ticket_id, message_id = excluded.message_id,
  person_id = excluded.person_id, attempts = excluded.attempts
