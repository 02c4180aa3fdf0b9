-- int $1 program
SELECT EXISTS(SELECT 1 FROM contracts WHERE program_id = $1)
