-- text $1 mailbox, int $2 validity
SELECT uid FROM mail_sources WHERE mailbox = $1 AND validity = $2 ORDER BY uid DESC LIMIT 1
