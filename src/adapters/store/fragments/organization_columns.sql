id, name, zone, country, language, domains, parent_id, facts, created_at, updated_at
