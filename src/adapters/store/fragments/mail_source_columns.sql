id, arrival, mailbox, arrived_at, envelope, blob, outcome, why, parser_level, sender, subject, program_id,
  ticket_id, message_id, person_id, attempts
