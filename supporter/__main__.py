"""`python -m supporter` is the command `supporter`."""

from supporter.cli import main

main()
