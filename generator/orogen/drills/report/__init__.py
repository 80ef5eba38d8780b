"""What came of drills, for people and programs; one format a file."""
