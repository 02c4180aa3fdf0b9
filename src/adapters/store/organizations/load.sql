-- int $1 id
SELECT {organization_columns} FROM organizations WHERE id = $1
