-- text $1 hash
SELECT size FROM blobs WHERE hash = $1
