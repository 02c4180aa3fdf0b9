-- int $1 organization
SELECT id, organization_id, program_id, details FROM contracts WHERE organization_id = $1 ORDER BY id LIMIT 1000
