-- text $1 scope, text $2 key, int $3 hour
INSERT INTO mail_counts(scope, key, hour, count) VALUES ($1, $2, $3, 1)
ON CONFLICT (scope, key, hour) DO UPDATE SET count = mail_counts.count + 1
