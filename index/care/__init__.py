"""Looking after a library: backup and restore, and the doctor that checks and repairs."""
