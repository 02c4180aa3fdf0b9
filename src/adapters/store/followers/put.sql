-- text $1 name, int $2 position
INSERT INTO followers(name, position) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET position = excluded.position
