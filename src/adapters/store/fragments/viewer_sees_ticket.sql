-- Every read of a ticket: $1 whether staff looks, $2 who, $3 the organisation all of whose requests he may see (0: none).
($1 = 1 OR t.requester_id = $2 OR ($3 <> 0 AND t.organization_id = $3)
  OR EXISTS (SELECT 1 FROM participants p WHERE p.ticket_id = t.id AND p.person_id = $2))
