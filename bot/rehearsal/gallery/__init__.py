"""Every screen in every language as a customer sees it: met in stories that are played, drawn on one page."""
