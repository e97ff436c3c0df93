"""The Bot API's schema, and how far a call keeps to it."""
