-- text $1 kind, int $2 limit
SELECT ticket_id, kind, key, at, since FROM attention WHERE kind = $1 ORDER BY at, ticket_id LIMIT $2
