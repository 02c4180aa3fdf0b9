-- int $1 organization, int $2 program, int $3 until_at
SELECT id, organization_id, program_id, person_id, until_at, details FROM named_contacts
WHERE organization_id = $1 AND program_id = $2 AND until_at > $3 ORDER BY id LIMIT 1000
