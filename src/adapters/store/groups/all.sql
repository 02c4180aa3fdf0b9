SELECT id, program_id, key, name FROM groups ORDER BY id
