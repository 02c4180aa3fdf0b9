-- int $1 id
SELECT id, ticket_id, version, author_id, visibility, channel, at, body, digest, erased_at, erased_by,
  erased_why, html, folded, source
FROM messages WHERE id = $1
