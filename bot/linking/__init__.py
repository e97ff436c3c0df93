"""Deep links as the organiser asks for them: checked against the shop, shortened or stored, and told in words."""
