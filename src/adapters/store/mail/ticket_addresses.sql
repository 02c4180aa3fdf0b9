-- int $1 ticket
SELECT ticket_id, address, person_id, given FROM ticket_addresses WHERE ticket_id = $1 ORDER BY address
