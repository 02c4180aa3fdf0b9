position, kind, id, version, at, actor_kind, actor_id, origin, act, facts, shape, chain
