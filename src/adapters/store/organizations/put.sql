-- int $1 id, text $2 name, text $3 zone, text $4 country, text $5 language, text $6 domains, int $7 parent
-- text $8 facts, int $9 created_at, int $10 updated_at
INSERT INTO organizations(id, name, zone, country, language, domains, parent_id, facts, created_at, updated_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
ON CONFLICT (id) DO UPDATE SET name = excluded.name, zone = excluded.zone, country = excluded.country,
  language = excluded.language, domains = excluded.domains, parent_id = excluded.parent_id,
  facts = excluded.facts,
  created_at = excluded.created_at, updated_at = excluded.updated_at
