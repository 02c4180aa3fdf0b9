-- text $1 hash, int $2 size, int $3 put_at
INSERT INTO blobs(hash, size, put_at) VALUES ($1, $2, $3)
ON CONFLICT (hash) DO UPDATE SET put_at = excluded.put_at
