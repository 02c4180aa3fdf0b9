-- text $1 kind, int $2 next
INSERT INTO counters(kind, next) VALUES ($1, $2) ON CONFLICT (kind) DO UPDATE SET next = excluded.next
