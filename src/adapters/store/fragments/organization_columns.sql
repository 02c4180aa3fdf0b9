id, name, zone, country, language, domains, parent_id, created_at, updated_at
