-- text $1 hash
SELECT 1 WHERE EXISTS (SELECT 1 FROM attachments WHERE blob = $1) OR EXISTS (SELECT 1 FROM uploads WHERE blob = $1)
  OR EXISTS (SELECT 1 FROM mail_sources WHERE blob = $1)
