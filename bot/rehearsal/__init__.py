"""Dialogues as stories: read from YAML, played through the simulator over HTTP, with a readable difference when one fails."""
