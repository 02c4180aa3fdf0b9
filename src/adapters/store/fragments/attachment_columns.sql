id, ticket_id, message_id, name, type, size, blob, content_id, inside_text, at
