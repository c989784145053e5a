"""What is measured: `make bench`. Not part of the tests, since a figure depends on the machine it was taken on."""
