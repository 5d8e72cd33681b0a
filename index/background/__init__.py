"""Slow work beside everything else: it takes turns with other writers, can be stopped, and is taken up."""
