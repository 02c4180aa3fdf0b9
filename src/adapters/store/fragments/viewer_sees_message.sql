-- Customers see what is public; who only takes part sees what came after him.
($1 = 1 OR (m.visibility = 0 AND (t.requester_id = $2 OR ($3 <> 0 AND t.organization_id = $3)
  OR EXISTS (SELECT 1 FROM participants p WHERE p.ticket_id = t.id AND p.person_id = $2 AND p.from_version <= m.version))))
