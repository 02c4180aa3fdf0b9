-- text $1 hash
SELECT bytes FROM blob_parts WHERE hash = $1 ORDER BY part
