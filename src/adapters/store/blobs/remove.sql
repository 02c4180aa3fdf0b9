-- text $1 hash, int $2 put_before
DELETE FROM blobs WHERE hash = $1 AND put_at < $2
