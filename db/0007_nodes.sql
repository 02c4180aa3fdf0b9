-- What nodes of one desk share beside their commands: bytes that people send (where a folder is not shared), and secrets.

CREATE TABLE blobs(
  hash TEXT PRIMARY KEY,
  size INT NOT NULL,
  put_at INT NOT NULL  -- when it was last put: what nobody refers to goes seven days later
) STRICT, WITHOUT ROWID;
CREATE INDEX blobs_put_at ON blobs(put_at);

CREATE TABLE blob_parts(
  hash TEXT NOT NULL,
  part INT NOT NULL,
  bytes BYTES NOT NULL,
  PRIMARY KEY (hash, part)
) STRICT;

CREATE TABLE secrets(
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
