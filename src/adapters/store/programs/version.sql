-- text $1 hash
SELECT {program_version_columns} FROM program_versions WHERE hash = $1
