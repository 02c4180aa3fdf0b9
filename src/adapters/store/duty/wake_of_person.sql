-- int $1 person, int $2 at
UPDATE tickets SET next_wake = $2 WHERE assignee_id = $1 AND category < 4 AND next_wake > $2
