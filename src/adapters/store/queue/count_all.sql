-- int $1 staff, int $2 person, int $3 organization, int $4 program, int $5 at_most
SELECT count(*) FROM (SELECT 1 FROM tickets t WHERE {queue_count}) AS counted
