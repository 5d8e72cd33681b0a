"""Reference lists: entries as articles, with the text of the files attached to them."""
