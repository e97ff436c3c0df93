"""Sell event tickets inside Telegram, on CM.com's Ticketing Shop API."""
