-- int $1 id
SELECT id, organization_id, details FROM assets WHERE id = $1
