-- int $1 person
DELETE FROM mail_ids WHERE person_id = $1 AND outgoing = 0
