"""orogen's stand-in for MongoDB."""
