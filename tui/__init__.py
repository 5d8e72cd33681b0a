"""The desk: a Textual app, and the command line."""
