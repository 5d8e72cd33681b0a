"""Search engines behind one protocol: Whoosh for small libraries, tantivy for large ones."""
