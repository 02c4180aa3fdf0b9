-- int $1 id, int $2 organization, text $3 details
INSERT INTO assets(id, organization_id, details) VALUES ($1, $2, $3)
ON CONFLICT (id) DO UPDATE SET details = excluded.details
