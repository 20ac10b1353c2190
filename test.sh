#!/usr/bin/env bash
# Installs what is missing, builds, runs every test: ./test.sh [--deep] [ctest options]
#   --deep   also the long checks (ctest label "deep")
# Example: ./test.sh -R Envelope
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

labels=()
options=()
for argument in "$@"; do
  case "$argument" in
    -h | --help) sed -n '2,4s/^# //p' "${BASH_SOURCE[0]##*/}"; exit 0 ;;
    --deep) labels=(deep) ;;
    *) options+=("$argument") ;;
  esac
done

.ci/setup
cmake --preset release -Wno-dev
cmake --build --preset release

# Hazard, requirement, test and result of each test that ran just now.
results="$PWD/build/release/results.xml"
matrix="$PWD/build/release/trace_matrix.tsv"
status=0
rm -f "$results"
ctest --preset "${labels[0]:-release}" --output-junit "$results" "${options[@]}" || status=$?
if [ -f "$results" ]; then
  python3 tests/architecture/trace_matrix.py --results "$results" >"$matrix" || status=1
  echo "$(tail -n 1 "$matrix"): $matrix"
fi
exit "$status"
