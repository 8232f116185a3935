# Everything goes through .venv, which any target makes first. PYTHON says with what.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: demo test lint bench ecosystem fuzz index evidence matrix surfaces docs clean

demo: .venv/installed
	@echo '$$ registry lookup StepLR'
	@$(BIN)/registry lookup StepLR
	@echo
	@echo '$$ flake8 --select OPR docs/examples/train.py'
	@$(BIN)/flake8 --isolated --select OPR docs/examples/train.py || test $$? -eq 1
	@echo
	@echo '$$ registry check StepLR'
	@$(BIN)/registry check StepLR --strict
	@echo
	@echo '$$ registry check torch.optim.SGD --case heavy-ball --case weight-decay-of-a-norm --case nesterov'
	@$(BIN)/registry check torch.optim.SGD --case heavy-ball --case weight-decay-of-a-norm --case nesterov --strict

test: .venv/installed
	$(BIN)/python -m pytest -q -n 2 --registry-checks --registry-strict --registry-timeout 300

lint: .venv/installed
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/registry validate

bench: .venv/installed
	$(BIN)/python benchmarks/run.py

ecosystem: .venv/installed
	$(BIN)/python tests/ecosystem/run.py --cache build/ecosystem

fuzz: .venv/installed
	$(BIN)/python tests/lint/fuzz.py 100000

index: .venv/installed
	$(BIN)/registry index --plugin mindspore --output plugins/flake8_registry/index.json
	$(BIN)/registry index --plugin optax --output plugins/registry_optax/lint_index.json

evidence: CHECK = $(BIN)/registry check --strict -j 2
evidence: .venv/installed
	rm -rf build/recorded
	$(CHECK) 'torch.*' --target mindspore --evidence mappings/evidence --record build/recorded
	$(CHECK) 'mindspore.*' --target torch --evidence mappings/evidence --record build/recorded
	rm -rf mappings/traces/mindspore
	mkdir -p mappings/traces
	mv build/recorded/mindspore mappings/traces/mindspore
	$(CHECK) 'torch.*' --target optax --evidence plugins/registry_optax/mappings/evidence
	$(CHECK) 'optax.*' --target torch --evidence plugins/registry_optax/mappings/evidence

# What the evidence has already is not run again.
matrix: .venv/installed
	$(BIN)/python tests/matrix/run.py

# Those that are there already are left as they are, unless AGAIN is set.
surfaces: .venv/installed
	@for each in $$(grep -v '^#' mappings/surfaces/releases.txt); do \
		file=mappings/surfaces/$$(echo $$each | sed 's/==/-/').json; \
		if test -n "$(AGAIN)" || ! test -f $$file; then \
			$(BIN)/registry surface $$each --output $$file || exit 1; \
		fi; \
	done

docs: .venv/installed
	$(BIN)/registry list --markdown > docs/map.md
	$(BIN)/registry claims mappings/claims/mindspore-api-mapping.json > docs/vendor-rows.md
	$(BIN)/registry schema --output docs/mapping.schema.json

clean:
	rm -rf .venv

.venv/installed: pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@
