-- text $1 arrival
SELECT {mail_source_columns} FROM mail_sources WHERE arrival = $1
