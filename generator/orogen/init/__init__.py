"""From a few answers to a first spec: commented, complete, and right."""
