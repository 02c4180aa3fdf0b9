-- int $1 organization, int $2 limit
SELECT count(*) FROM (SELECT 1 FROM tickets WHERE organization_id = $1 AND category < 4 LIMIT $2) AS open
