-- int $1 person, int $2 group
INSERT INTO group_members(person_id, group_id) VALUES ($1, $2) ON CONFLICT (person_id, group_id) DO NOTHING
