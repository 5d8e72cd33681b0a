"""Coverage-guided fuzzing of the readers and of the query parser; run by `make fuzz`."""
