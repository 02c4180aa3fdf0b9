-- int $1 id, int $2 organization, int $3 program, int $4 person, int $5 until_at, text $6 details
INSERT INTO named_contacts(id, organization_id, program_id, person_id, until_at, details) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (id) DO UPDATE SET until_at = excluded.until_at, details = excluded.details
