"""A student union with two guides in one app: each has its own words, language, colours and frame."""
