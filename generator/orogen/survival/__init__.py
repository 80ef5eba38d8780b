"""What is lost with a node or a zone, and what goes on: computed from what services state about themselves."""
