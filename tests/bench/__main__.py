"""Prints the table; ends with 1 where a budget is broken."""

import sys
from itertools import chain

from tests.bench import paper, proofs
from tests.bench.table import show

sys.exit(show(chain(paper.rows(), proofs.rows())))
