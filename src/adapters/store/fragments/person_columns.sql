id, name, email, role, organization_id, language, zone, password, suspended, away_until, created_at, updated_at
