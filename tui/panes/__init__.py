"""The panes of the desk: fed by values and messages, they tell by messages what the reader wants."""
