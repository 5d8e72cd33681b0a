"""Dates: those that sources write and those that people type."""
