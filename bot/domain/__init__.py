"""The words of ticket selling as frozen dataclasses, and its pure rules."""
