"""From text to tokens, and what can be computed from them: matches, snippets, phrases, names, topics."""
