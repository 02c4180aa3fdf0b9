-- int $1 person
DELETE FROM group_members WHERE person_id = $1
