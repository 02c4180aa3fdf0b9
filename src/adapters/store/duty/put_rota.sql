-- text $1 name, text $2 title, text $3 hours
INSERT INTO rotas(name, title, hours) VALUES ($1, $2, $3)
ON CONFLICT (name) DO UPDATE SET title = excluded.title, hours = excluded.hours
