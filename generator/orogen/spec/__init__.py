"""From the text of a spec to a typed, complete Environment."""
