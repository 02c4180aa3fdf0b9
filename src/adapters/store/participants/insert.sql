-- int $1 ticket, int $2 person, text $3 role, int $4 from_version
-- Who takes part already keeps the earlier version from which he sees.
INSERT INTO participants(ticket_id, person_id, role, from_version) VALUES ($1, $2, $3, $4)
ON CONFLICT (ticket_id, person_id) DO UPDATE SET role = excluded.role
