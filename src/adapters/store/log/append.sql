-- int $1 position, int $2 kind, int $3 id, int $4 version, int $5 at, int $6 actor_kind, int $7 actor, int $8 origin
-- text $9 act, text $10 facts, int $11 shape, bytes $12 chain
INSERT INTO log(position, kind, id, version, at, actor_kind, actor_id, origin, act, facts, shape, chain)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
