"""Documents of word processors, of printing and of books."""
