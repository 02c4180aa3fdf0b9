-- text $1 address
DELETE FROM mail_addresses WHERE address = $1
