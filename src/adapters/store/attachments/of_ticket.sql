-- int $1 ticket
SELECT {attachment_columns} FROM attachments WHERE ticket_id = $1 ORDER BY id
