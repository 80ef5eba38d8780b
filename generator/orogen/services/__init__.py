"""The services of an OroCommerce environment: one a file, all of the shape that orogen.contract gives."""
