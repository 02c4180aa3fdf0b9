-- int $1 id, int $2 ticket, int $3 version, int $4 author, int $5 visibility, text $6 channel, int $7 at, text $8 body
-- bytes $9 salt, bytes $10 digest, int $11 erased_at, int $12 erased_by, text $13 erased_why, text $14 html
-- text $15 folded, int $16 source
INSERT INTO messages(id, ticket_id, version, author_id, visibility, channel, at, body, salt, digest, erased_at, erased_by,
  erased_why, html, folded, source)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
