"""The maintenance tool of an OroCommerce environment."""
