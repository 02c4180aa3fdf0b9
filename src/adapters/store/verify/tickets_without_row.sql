-- int $1 kind
SELECT DISTINCT l.id FROM log l WHERE l.kind = $1 AND NOT EXISTS (SELECT 1 FROM tickets t WHERE t.id = l.id) LIMIT 100
