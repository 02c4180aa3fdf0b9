-- int $1 requester, int $2 at
UPDATE tickets SET next_wake = $2 WHERE requester_id = $1 AND category < 4 AND next_wake > $2
