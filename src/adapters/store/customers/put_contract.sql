-- int $1 id, int $2 organization, int $3 program, text $4 ends_on, text $5 details
INSERT INTO contracts(id, organization_id, program_id, ends_on, details) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (id) DO UPDATE SET ends_on = excluded.ends_on, details = excluded.details
