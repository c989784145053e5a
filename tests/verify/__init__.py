"""The gates of `make verify`: what must hold on every page, each measured in a real browser or by a real checker."""
