"""Widgets that any pane can use: state comes in by methods, intents go out as messages."""
