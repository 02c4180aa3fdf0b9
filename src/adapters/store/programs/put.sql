-- int $1 id, text $2 key, text $3 title, text $4 in_force
INSERT INTO programs(id, key, title, in_force) VALUES ($1, $2, $3, $4)
ON CONFLICT (id) DO UPDATE SET key = excluded.key, title = excluded.title, in_force = excluded.in_force
