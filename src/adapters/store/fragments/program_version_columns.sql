hash, program_id, files, published_at, effective_at, published_by
