-- int $1 program
SELECT {enactment_columns} FROM enactments WHERE program_id = $1 ORDER BY id
