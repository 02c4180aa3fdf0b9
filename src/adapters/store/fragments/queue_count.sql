($4 = 0 OR t.program_id = $4) AND {viewer_sees_ticket} LIMIT $5
