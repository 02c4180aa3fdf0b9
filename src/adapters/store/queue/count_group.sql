-- int $1 staff, int $2 person, int $3 organization, int $4 program, int $5 at_most, int $6 group
SELECT count(*) FROM (SELECT 1 FROM tickets t WHERE t.category < 4 AND t.group_id = $6 AND {queue_count}) AS counted
