id, channel, lane, stable_id, position, ready_at, attempts, payload, done_at, last_error
