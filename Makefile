# build  set up .venv and make everything under build/
# test   the same set-up with the test tools, then every check
# lint   ruff and mypy: seconds
# quick  every test that needs no browser, no PDF and no build: under a minute
# one    the tests you name: make one T=tests/deriving
# fuzz   change sound files for every reader, 20,000 each, and draw thousands of examples for every property (an hour or so)
# serve  show the site on this machine, built again at every change
# benchmarks  measure this product and others side by side (minutes)
# pictures  take the README's pictures anew
# clean  remove output and caches

.DEFAULT_GOAL := build
.DELETE_ON_ERROR:
.PHONY: build test lint quick one fuzz serve clean requirements pictures benchmarks

python := .venv/bin/python
pip    := $(python) -m pip --disable-pip-version-check

build: .venv/.build
	$(python) -m compileall -q generator  # also where Python is told to write no bytecode: each start is sooner
	.venv/bin/guide build

test: lint tests/tools/node_modules/.package-lock.json
	$(python) -m slipcover -m pytest -n 3 --dist worksteal

lint: .venv/.test
	$(python) -m ruff check
	$(python) -m ruff format --check
	$(python) -m mypy

quick: .venv/.test
	$(python) -m pytest -q -n 2 --dist worksteal -m "not (browser or build or pdf or slow)"

one: .venv/.test tests/tools/node_modules/.package-lock.json
	$(python) -m pytest -q $(or $(T),$(error Name the tests to run: make one T=tests/deriving))

fuzz: .venv/.test
	$(pip) install --quiet --require-hashes -r requirements/fuzz.txt
	mkdir -p .hypothesis
	set -e; for reader in $$($(python) -m tests.support.fuzz_targets); do \
		$(python) -m tests.support.fuzz $$reader -runs=20000 -artifact_prefix=.hypothesis/; done
	$(python) -m pytest -q -n 2 --dist worksteal -m hypothesis --hypothesis-profile fuzz

serve: .venv/.build
	.venv/bin/guide serve

benchmarks: .venv/.test
	$(pip) install --quiet --require-hashes -r benchmarks/requirements.txt
	$(python) benchmarks/run.py

pictures: .venv/.test build
	$(python) docs/pictures/take.py

clean:
	rm -rf build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find generator tests -name __pycache__ -prune -exec rm -rf {} +

.venv/.build: requirements/build.txt pyproject.toml setup/apt-build.txt
	setup/system-packages build
	$(python) -m pip --version >/dev/null 2>&1 || python3 -m venv --clear .venv
	$(pip) install --quiet --require-hashes -r requirements/build.txt
	$(pip) install --quiet --no-deps --no-build-isolation --editable .
	touch $@

.venv/.test: .venv/.build requirements/test.txt setup/apt-test.txt
	setup/system-packages test
	$(pip) install --quiet --require-hashes -r requirements/test.txt
	touch $@

tests/tools/node_modules/.package-lock.json: tests/tools/package.json tests/tools/package-lock.json | .venv/.test
	cd tests/tools && npm ci --ignore-scripts --no-audit --no-fund
	touch $@

# Pins every package for a set-up that can be repeated; `make requirements upgrade=--upgrade` takes newer ones.
# Resolved with Debian's own Python, the oldest one that the pins must serve.
# Local settings are left out: wheel folders would put their own hashes in.
pip_compile = env -u PIP_FIND_LINKS -u PIP_EXTRA_INDEX_URL PIP_CONFIG_FILE=/dev/null \
	CUSTOM_COMPILE_COMMAND='make requirements' .venv-tools/bin/pip-compile --quiet --no-strip-extras \
	--generate-hashes --no-annotate --no-emit-index-url \
	--no-emit-find-links --no-emit-trusted-host $(upgrade)

requirements: .venv-tools/bin/pip-compile
	$(pip_compile) --allow-unsafe --output-file requirements/tools.txt requirements/tools.in
	$(pip_compile) --build-deps-for editable --extra scan --output-file requirements/build.txt pyproject.toml
	$(pip_compile) --build-deps-for editable --extra test --constraint requirements/build.txt --output-file requirements/test.txt pyproject.toml
	$(pip_compile) --output-file benchmarks/requirements.txt benchmarks/requirements.in
	$(pip_compile) --output-file requirements/fuzz.txt requirements/fuzz.in

.venv-tools/bin/pip-compile: requirements/tools.txt
	/usr/bin/python3 -m venv .venv-tools
	.venv-tools/bin/pip install --quiet --require-hashes -r requirements/tools.txt
	touch $@
