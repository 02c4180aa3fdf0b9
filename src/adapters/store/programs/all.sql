SELECT id, key, title, in_force FROM programs ORDER BY id
