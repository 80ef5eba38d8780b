"""Backup sets of OroCommerce: made, listed, checked, restored, proven. One command a file."""
