-- int $1 ticket, text $2 address, int $3 person, int $4 given
INSERT INTO ticket_addresses(ticket_id, address, person_id, given) VALUES ($1, $2, $3, $4)
ON CONFLICT (ticket_id, address) DO UPDATE SET person_id = excluded.person_id,
  given = CASE WHEN ticket_addresses.given = 1 THEN 1 ELSE excluded.given END
