SELECT name, title, hours FROM rotas ORDER BY name
