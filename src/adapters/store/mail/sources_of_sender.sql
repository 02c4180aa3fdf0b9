-- text $1 sender, int $2 after, int $3 limit
SELECT {mail_source_columns} FROM mail_sources WHERE sender = $1 AND id > $2 ORDER BY id LIMIT $3
