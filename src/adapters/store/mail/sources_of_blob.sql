-- text $1 hash
SELECT {mail_source_columns} FROM mail_sources WHERE blob = $1 ORDER BY id LIMIT 100
