-- int $1 id, text $2 name, text $3 email, int $4 role, int $5 organization, text $6 language, text $7 zone
-- text $8 password, int $9 suspended, int $10 away_until, int $11 created_at, int $12 updated_at
INSERT INTO people(id, name, email, role, organization_id, language, zone, password, suspended,
  away_until, created_at, updated_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
ON CONFLICT (id) DO UPDATE SET name = excluded.name, email = excluded.email, role = excluded.role,
  organization_id = excluded.organization_id, language = excluded.language, zone = excluded.zone,
  password = excluded.password, suspended = excluded.suspended, away_until = excluded.away_until, created_at = excluded.created_at,
  updated_at = excluded.updated_at
