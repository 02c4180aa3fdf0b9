-- int $1 organization, int $2 program, text $3 ledger, text $4 details
INSERT INTO ledger_movements(organization_id, program_id, ledger, number, details)
SELECT $1, $2, $3, coalesce(max(number), 0) + 1, $4 FROM ledger_movements
WHERE organization_id = $1 AND program_id = $2 AND ledger = $3
