-- int $1 id
SELECT {mail_source_columns} FROM mail_sources WHERE id = $1
