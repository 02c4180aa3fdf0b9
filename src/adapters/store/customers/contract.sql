-- int $1 id
SELECT id, organization_id, program_id, details FROM contracts WHERE id = $1
