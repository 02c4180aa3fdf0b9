-- int $1 author, int $2 after, int $3 limit
SELECT id, ticket_id, version, author_id, visibility, channel, at, body, digest, erased_at, erased_by,
  erased_why, html, folded, source
FROM messages WHERE author_id = $1 AND id > $2 ORDER BY id LIMIT $3
