"""Pure functions that turn values into text, bars and lines; nothing here knows a widget."""
