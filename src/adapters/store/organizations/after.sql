-- int $1 after, int $2 limit
SELECT {organization_columns} FROM organizations WHERE id > $1 ORDER BY id LIMIT $2
