-- int $1 organization, int $2 program
SELECT id, organization_id, program_id, person_id, until_at, details FROM named_contacts
WHERE organization_id = $1 AND program_id = $2 AND until_at = 9007199254740991 ORDER BY id LIMIT 1000
