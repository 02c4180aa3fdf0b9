-- text $1 key
SELECT fingerprint, status, answer FROM once WHERE key = $1
