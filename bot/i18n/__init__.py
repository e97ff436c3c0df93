"""The four languages: texts to words, and what a customer typed to what they mean."""
