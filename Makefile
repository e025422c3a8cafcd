PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready

.PHONY: demo site test verify proofs exhaust fuzz check lint docs install benchmark clean

demo: $(READY)  ## How much of a relationship marketer to be, and which policy to launch: two verdicts, two reports.
	$(BIN)/relsim compare two-strategies
	$(BIN)/relsim compare retention-launch --replications 40

site: $(READY)  ## Make the course as pages for any browser, into site/; what is made already is kept.
	$(BIN)/python docs/course_pages.py site

test: $(READY)  ## Run the tests, with coverage (at least so much) of everything that is not compiled.
	NUMBA_BOUNDSCHECK=0 $(BIN)/python -m pytest -n auto --dist worksteal --cov --cov-report=term:skip-covered -m "not slow"

verify: $(READY)  ## Run the slow proofs: the classic models against their formulas, and long examples.
	NUMBA_BOUNDSCHECK=0 $(BIN)/python -m pytest -n auto --dist worksteal -m "slow and not exhaustive"

proofs: $(READY)  ## Run as many of the slow proofs as there is time for (UNTIL=seconds since 1970), drawn by ORDER.
	NUMBA_BOUNDSCHECK=0 $(BIN)/python -m pytest -n auto --dist loadfile -rs -m "slow and not exhaustive" \
		--until $(UNTIL) --order $(ORDER)

exhaust: $(READY)  ## Run the proofs over every file, every value and every test that a lever can touch: an hour.
	NUMBA_BOUNDSCHECK=0 $(BIN)/python -m pytest -n auto --dist worksteal -m exhaustive

fuzz: $(READY)  ## Put thousands of wrong files before relsim: each is answered, or refused in clear words.
	$(BIN)/python tests/fuzz/fuzz.py

check: lint docs  ## Everything else that must hold: style, types, layers, documentation.

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

docs: $(READY)
	$(BIN)/python -m sphinx -W --keep-going -q -b html docs docs/_build/html

benchmark: $(READY)  ## Measure the engine against its twin in plain Mesa.
	$(BIN)/python experiments/benchmarks/engine.py

install: $(READY)

$(READY): pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e ".[dev]"
	touch $(READY)

clean:
	rm -rf .venv docs/_build results site
