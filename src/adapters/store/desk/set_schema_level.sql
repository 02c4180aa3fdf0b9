-- int $1 schema_level
UPDATE desk SET schema_level = $1 WHERE one = 1
