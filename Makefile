# Two commands matter: `make render` shows the main job on an example, `make test` passes every test.
# Both set up what they need; Debian packages are installed when run as root.

PYTHON  ?= python3
VENV    := .venv
BIN     := $(VENV)/bin
READY   := $(VENV)/.ready
EXAMPLE := examples/acme-prod.yaml
OUTPUT  := build/control-repo
SCRIPTS  = $(shell git grep -lIE '^\#!/(bin/sh|usr/bin/env bash)$$' -- ':!*.epp' ':!*.py' ':!tests/golden')

.PHONY: render test lint unit puppet backup boxes boxes-debian-12 drills recovery golden docs fuzz bench wheel clean packages backup-packages container-packages

render: $(READY) packages
	@tools/render-example $(BIN)/orogen $(EXAMPLE) $(OUTPUT)

test: lint unit puppet boxes

lint: $(READY) packages
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	@if command -v shellcheck >/dev/null; then shellcheck $(SCRIPTS); else echo "shellcheck is not here: scripts not checked"; fi

unit: $(READY) packages
	$(BIN)/python -m pytest tests/unit tests/docs -n 2

puppet: $(READY) packages
	$(BIN)/python -m pytest tests/puppet tests/package -n 2

# Backup sets with the real restic, PostgreSQL and pgBackRest, faults included. Not in `test` yet: restic may try a full disk
# for a quarter of an hour. What needs root is left out without it.
backup: $(READY) packages backup-packages
	$(BIN)/python -m pytest tests/backup -n 2

# A whole environment in system containers: 20 minutes, root, 8 GiB. Maven and npm fetch what stands in for vendors' packages.
boxes: $(READY) packages container-packages
	$(BIN)/python -m pytest tests/boxes/test_boxes.py -s -x

# The same with the oldest release on Debian 12, and what came of it.
boxes-debian-12: $(READY) packages container-packages
	OROGEN_BOXES_SPEC=tests/boxes/debian-12.yaml $(BIN)/python -m pytest tests/boxes/test_boxes.py -s -x \
	  | tee tests/boxes/debian-12.report.txt

# Every failure drill on boxes of their own, two hours: the report in drills/ is committed, and begun anew. Of a run that
# ended early DRILLS="all --resume" makes the rest; DRILLS="NAME ..." measures these again, and keeps the others.
DRILLS ?= all
drills: $(READY) packages container-packages recovery
	OROGEN_DRILLS="$(DRILLS)" $(BIN)/python -m pytest tests/boxes/test_boxes.py tests/boxes/test_drills.py -s -x \
	  -k 'applies_everywhere or application_is_deployed or drills_pass'

# The loss of a region: three boxes are destroyed and built again elsewhere by the runbook. Half an hour; drills/recovery.md.
recovery: $(READY) packages container-packages
	$(BIN)/python -m pytest tests/boxes/test_recovery.py -s -x

golden: $(READY)
	$(BIN)/python -m pytest tests/unit/test_golden.py tests/unit/drills tests/unit/explain tests/unit/graph tests/unit/init tests/unit/report tests/unit/survival tests/docs --update

# The site, in build/site. What its pages show of a terminal is run and compared by tests/docs.
docs: $(READY)
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build

# Coverage-guided fuzzing of the loader, the rules and the reports, for an hour. What it finds stays in build/fuzz/findings.
FUZZ_SECONDS ?= 3600
fuzz: $(READY)
	$(BIN)/pip install --quiet --group fuzz
	$(BIN)/python -m tests.fuzz.fuzz_spec build/fuzz -max_total_time=$(FUZZ_SECONDS)
	@test -z "$$(ls build/fuzz/findings)" || { cat build/fuzz/findings/*.txt; exit 1; }

bench: $(READY)
	$(BIN)/python benchmarks/run.py

wheel: $(READY)
	$(BIN)/python -m build --outdir dist

packages:
	@tools/debian-packages

backup-packages:
	@tools/debian-packages restic postgresql pgbackrest
	@command -v node >/dev/null || tools/debian-packages nodejs

container-packages:
	@tools/debian-packages podman crun containernetworking-plugins iptables iproute2 nftables
	@command -v mvn >/dev/null && command -v javac >/dev/null || tools/debian-packages maven default-jdk-headless
	@command -v npm >/dev/null || tools/debian-packages npm

$(READY): pyproject.toml
	@tools/debian-packages python3-venv
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --upgrade pip
	$(BIN)/pip install --quiet --editable . --group dev
	@touch $@

clean:
	rm -rf $(VENV) build dist
