-- The keyset of every queue, $5 to $7 the last row seen; $4 the program, 0 for all. `tie` is the id.
($4 = 0 OR t.program_id = $4) AND (t.rank, t.next_due, t.tie) > ($5, $6, $7) AND {viewer_sees_ticket}
ORDER BY t.rank, t.next_due, t.tie LIMIT $8
