id, name, email, role, organization_id, language, zone, password, suspended, created_at, updated_at
