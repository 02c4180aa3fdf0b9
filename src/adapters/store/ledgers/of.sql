-- int $1 organization, int $2 program, text $3 ledger
SELECT details FROM ledger_movements WHERE organization_id = $1 AND program_id = $2 AND ledger = $3 ORDER BY number
