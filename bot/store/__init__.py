"""The store in Redis: mailboxes of envelopes with lease and fence, sessions, the journal. Nothing personal is in clear."""
