-- int $1 after, int $2 limit
SELECT {mail_source_columns} FROM mail_sources WHERE id > $1 ORDER BY id LIMIT $2
