-- text $1 stable_id
SELECT {outbox_columns} FROM outbox WHERE stable_id = $1
