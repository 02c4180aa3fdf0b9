-- int $1 person, int $2 after, int $3 limit
SELECT {mail_source_columns} FROM mail_sources WHERE person_id = $1 AND id > $2 ORDER BY id LIMIT $3
