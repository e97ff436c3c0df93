"""The questions of the flow, a file each. A step is pure: it never writes and never speaks to anybody."""
