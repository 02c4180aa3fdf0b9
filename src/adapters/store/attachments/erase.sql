-- int $1 message
UPDATE attachments SET name = '', blob = '', content_id = '' WHERE message_id = $1
