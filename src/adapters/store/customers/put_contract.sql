-- int $1 id, int $2 organization, int $3 program, text $4 details
INSERT INTO contracts(id, organization_id, program_id, details) VALUES ($1, $2, $3, $4)
ON CONFLICT (id) DO UPDATE SET details = excluded.details
