SELECT person_id, details FROM agents ORDER BY person_id
