-- int $1 id, text $2 html, text $3 folded
UPDATE messages SET html = $2, folded = $3 WHERE id = $1
