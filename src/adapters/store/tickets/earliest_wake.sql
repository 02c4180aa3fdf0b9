SELECT next_wake FROM tickets WHERE next_wake < 9007199254740991 ORDER BY next_wake LIMIT 1
