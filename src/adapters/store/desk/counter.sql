-- text $1 kind
SELECT next FROM counters WHERE kind = $1
