"""The Ticketing Shop API v2.0: requests, answers, and a client that asks carefully."""
