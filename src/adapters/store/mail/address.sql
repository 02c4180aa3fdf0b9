-- text $1 address
SELECT address, state, since, code, detail, answered_at, unsubscribed_at FROM mail_addresses WHERE address = $1
