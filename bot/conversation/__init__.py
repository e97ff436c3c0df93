"""The conversation: a state machine of pure steps, and the engine that performs what they ask for."""
