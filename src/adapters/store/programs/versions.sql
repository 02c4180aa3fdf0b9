-- int $1 program
SELECT {program_version_columns} FROM program_versions WHERE program_id = $1 ORDER BY effective_at, published_at, hash
