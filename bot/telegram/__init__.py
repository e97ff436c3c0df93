"""The Telegram front: what comes in becomes a reply, what goes out becomes messages, on python-telegram-bot."""
