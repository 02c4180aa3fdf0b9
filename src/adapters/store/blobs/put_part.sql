-- text $1 hash, int $2 part, bytes $3 bytes
INSERT INTO blob_parts(hash, part, bytes) VALUES ($1, $2, $3) ON CONFLICT (hash, part) DO NOTHING
