"""The screens: the desk, and what is laid over it for a moment."""
