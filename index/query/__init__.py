"""The query language: text in, frozen tree out."""
