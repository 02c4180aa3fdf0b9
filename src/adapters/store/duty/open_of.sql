-- int $1 person
SELECT count(*) FROM tickets WHERE assignee_id = $1 AND category < 4
