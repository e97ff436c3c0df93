"""Asks all that a bot talks to whether it is as a bot needs it, and says what to do where it is not."""
