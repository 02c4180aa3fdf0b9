-- int $1 person
DELETE FROM ticket_addresses WHERE person_id = $1
