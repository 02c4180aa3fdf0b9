-- int $1 put_before, text $2 from_hash, text $3 to_hash
SELECT hash FROM blobs WHERE put_at < $1 AND hash >= $2 AND hash < $3 ORDER BY hash LIMIT 1000
