-- int $1 group, int $2 at
UPDATE tickets SET next_wake = $2 WHERE group_id = $1 AND category < 4 AND next_wake > $2
