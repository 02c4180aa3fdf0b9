-- text $1 address, text $2 state, int $3 since, text $4 code, text $5 detail, int $6 answered_at, int $7 unsubscribed_at
INSERT INTO mail_addresses(address, state, since, code, detail, answered_at, unsubscribed_at)
VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (address) DO UPDATE SET state = excluded.state, since = excluded.since, code = excluded.code,
  detail = excluded.detail, answered_at = excluded.answered_at, unsubscribed_at = excluded.unsubscribed_at
