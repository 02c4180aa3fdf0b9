-- int $1 staff, int $2 person, int $3 organization, int $4 ticket
SELECT m.id, m.ticket_id, m.version, m.author_id, m.visibility, m.channel, m.at, m.body, m.digest, m.erased_at, m.erased_by,
  m.erased_why, m.html, m.folded, m.source
FROM messages m JOIN tickets t ON t.id = m.ticket_id
WHERE m.ticket_id = $4 AND {viewer_sees_ticket} AND {viewer_sees_message}
ORDER BY m.id
