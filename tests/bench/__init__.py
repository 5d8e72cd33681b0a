"""Benchmarks: speed, memory and ranking, each beside a peer measured in the same run."""
