-- int $1 ticket, int $2 organization, int $3 requester
-- Zero is nobody.
SELECT count(*) FROM (
  SELECT 1 FROM tickets WHERE $2 <> 0 AND organization_id = $2 AND category < 4 AND assignee_id <> 0 AND id <> $1
  UNION ALL
  SELECT 1 FROM tickets WHERE $3 <> 0 AND requester_id = $3 AND category < 4 AND assignee_id <> 0 AND id <> $1
  LIMIT 1) AS other
