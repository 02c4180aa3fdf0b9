-- int $1 id
UPDATE attachments SET name = '', blob = '', content_id = '' WHERE id = $1
