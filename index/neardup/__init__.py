"""Near-duplicates: articles whose texts are nearly the same, in groups led by the earliest of them."""
