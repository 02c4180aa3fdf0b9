-- int $1 person
SELECT group_id FROM group_members WHERE person_id = $1 ORDER BY group_id
