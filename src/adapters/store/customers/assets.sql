-- int $1 organization
SELECT id, organization_id, details FROM assets WHERE organization_id = $1 ORDER BY id LIMIT 1000
