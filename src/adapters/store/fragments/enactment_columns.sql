id, program_id, hash, decided_at, starts_at, by_person, state, moves, spliced_to, moved_to, spliced, moved, changed
