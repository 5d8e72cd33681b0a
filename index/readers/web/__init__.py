"""Web pages: their text, and the article that one tells."""
