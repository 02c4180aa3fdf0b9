-- int $1 id
SELECT {attachment_columns} FROM attachments WHERE id = $1
