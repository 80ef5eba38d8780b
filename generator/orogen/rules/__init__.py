"""What a spec must satisfy beyond its shape: one rule a file."""
