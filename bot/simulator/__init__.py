"""A Telegram and a ticket shop on the loopback, for rehearsals: they speak HTTP to the bot as the real ones do."""
