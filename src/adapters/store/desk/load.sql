SELECT head, clock_at, schema_level FROM desk WHERE one = 1
