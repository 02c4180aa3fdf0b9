-- int $1 parent
SELECT {organization_columns} FROM organizations WHERE parent_id = $1 ORDER BY id LIMIT 1000
