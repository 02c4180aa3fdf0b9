-- text $1 hash, int $2 program, text $3 files, int $4 published_at, int $5 effective_at, int $6 published_by
INSERT INTO program_versions(hash, program_id, files, published_at, effective_at, published_by)
VALUES ($1, $2, $3, $4, $5, $6)
