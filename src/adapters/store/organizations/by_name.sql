-- text $1 name
SELECT {organization_columns} FROM organizations WHERE name = $1 ORDER BY id LIMIT 1
