SELECT {enactment_columns} FROM enactments
WHERE state = 0 OR spliced_to >= 0 OR (state = 1 AND moved_to >= 0) ORDER BY id
