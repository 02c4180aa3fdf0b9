t.id, t.version, t.shape, t.state, t.program_id, t.kind, t.severity, t.category, t.rank, t.next_due, t.next_wake,
t.group_id, t.assignee_id, t.requester_id, t.organization_id, t.channel, t.language, t.subject, t.created_at,
t.updated_at, t.changed, t.tags
