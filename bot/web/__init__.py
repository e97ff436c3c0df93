"""The bot's own HTTP: the page on which a browser lands that comes back from the payment page."""
