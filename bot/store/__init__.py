"""The store in Redis: mailboxes of envelopes with lease and fence, sessions, and the journal. All but the language is encrypted."""
