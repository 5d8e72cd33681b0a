"""What every search engine must do, and the same for each."""
