# Two commands do all the set-up: `make run` and `make test`. Both may be called first.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready
# The terminal's own answer decides what colours the desk uses; tests must not depend on it.
TEST_ENV := env -u NO_COLOR -u EVTUI_LIBRARY COLUMNS=120 LINES=40 TZ=UTC PYTHONWARNINGS=default

.PHONY: run test check lint types contracts docs docs-check screenshots bench fuzz lock clean test-opensearch

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("evtui needs Python 3.11 or newer, and this is %s. Try: make PYTHON=python3.11" % sys.version.split()[0] if sys.version_info < (3, 11) else 0)'
	@test -x $(BIN)/python || { echo "Making the environment in $(VENV) …"; $(PYTHON) -m venv $(VENV); }
	@echo "Installing the locked dependencies (once) …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

run: $(READY)  ## the desk, on the samples
	@$(BIN)/evtui --samples

test: $(READY)  ## the whole test suite
	$(TEST_ENV) $(BIN)/python -m pytest -n 2 --dist worksteal

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(READY)
	$(BIN)/mypy

contracts: $(READY)
	$(BIN)/lint-imports

docs: $(READY)  ## write the generated pages of docs/ anew
	$(BIN)/python -m tui.reference

docs-check: $(READY)
	$(BIN)/python -m tui.reference --check

check: lint types contracts docs-check test  ## everything that must hold before a change lands

test-opensearch: $(READY)  ## the engine over a cluster of three nodes on this machine; needs Java and Maven
	$(TEST_ENV) $(BIN)/python -m tests.opensearch

screenshots: $(READY)  ## docs/images/*.svg from the samples
	$(BIN)/python -m tests.screenshots

bench: $(READY)  ## speed, memory, ranking and growth, beside peers of the same run; EVTUI_BENCH_SIZES="1000 10000" is less
	$(BIN)/python -m tests.bench

fuzz: $(READY)  ## readers and query parser against generated input; FUZZ="pdf query" chooses, FUZZ_SECONDS each
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-fuzz.lock
	$(BIN)/python -m tests.fuzz $(FUZZ)

lock: $(READY)  ## resolve the dependencies anew
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --group dev pyproject.toml -o requirements.lock

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache
