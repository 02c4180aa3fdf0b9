-- text $1 hash
DELETE FROM blob_parts WHERE hash = $1
