# make demo | test | check | test-models | run | bench: each sets up what it needs, once.
.PHONY: demo test check test-models run bench format clean

SAY ?= Who are you?
THING ?= a grumpy teapot
OUT ?= out

PYTHON := $(shell for p in $(PYTHON) python3 python3.13 python3.12 python3.11; do \
	"$$p" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null && echo "$$p" && break; done)

define needs_python
	@test -n "$(PYTHON)" || { echo "Summon needs Python 3.11, 3.12 or 3.13; none was found on this machine." >&2; exit 1; }
	@"$(PYTHON)" -c 'import venv, ensurepip' 2>/dev/null || { echo \
	"This Python cannot make virtual environments: install its venv module (on Debian: apt install python3-venv)." >&2; exit 1; }
endef

demo: .venv/light.stamp
	.venv/bin/summon demo "$(THING)" --say "$(SAY)" --out "$(OUT)"

test: .venv/dev.stamp
	.venv/bin/python -m pytest -n auto

check: .venv/dev.stamp
	.venv/bin/python -m ruff format --check .
	.venv/bin/python -m ruff check .
	.venv/bin/python -m mypy
	.venv/bin/hadolint Dockerfile
	.venv/bin/check-jsonschema --builtin-schema vendor.compose-spec compose.yaml deploy/compose.*.yaml
	.venv/bin/yamllint --strict compose.yaml deploy
	.venv/bin/python -m pytest -n auto

test-models: .venv-models/models.stamp
	.venv-models/bin/python -m pytest -n auto -m models

run: .venv/light.stamp
	.venv/bin/summon run

bench: .venv/light.stamp
	.venv/bin/summon bench clip

format: .venv/dev.stamp
	.venv/bin/python -m ruff format .
	.venv/bin/python -m ruff check --fix .

.venv/light.stamp: pyproject.toml constraints.txt
	$(needs_python)
	test -x .venv/bin/python || "$(PYTHON)" -m venv .venv
	.venv/bin/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	touch $@

.venv/dev.stamp: pyproject.toml constraints.txt
	$(needs_python)
	test -x .venv/bin/python || "$(PYTHON)" -m venv .venv
	.venv/bin/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	touch .venv/light.stamp $@

.venv-models/models.stamp: pyproject.toml constraints.txt
	$(needs_python)
	test -x .venv-models/bin/python || "$(PYTHON)" -m venv .venv-models
	.venv-models/bin/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev,diffusion,coqui,whisper,japanese]'
	touch $@

clean:
	rm -rf .venv .venv-models out
