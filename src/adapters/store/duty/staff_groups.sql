SELECT group_members.person_id, group_members.group_id, people.role FROM group_members
JOIN people ON people.id = group_members.person_id WHERE people.role <= 3 AND people.suspended = 0
ORDER BY group_members.person_id, group_members.group_id
