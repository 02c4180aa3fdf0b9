-- text $1 scope, text $2 key, int $3 since
SELECT COALESCE(SUM(count), 0) FROM mail_counts WHERE scope = $1 AND key = $2 AND hour >= $3
