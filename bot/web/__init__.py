"""The bot's own HTTP: where Telegram sends its updates, and where a browser lands that comes back from the payment page."""
