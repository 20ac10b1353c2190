#!/usr/bin/env bash
# Installs what is missing, builds, and runs the main job:
#   ./demo.sh [--recording FILE.edf [--annotations FILE.tsv]] [options of `homeostat demo`]
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"

# Apart from the work of building, nothing here moves: paths given stay relative to the caller.
(
  cd "$here"
  .ci/setup build host
  if [ ! -f build/release/build.ninja ]; then cmake --preset release -DHOMEOSTAT_TESTS=OFF; fi
  cmake --build --preset release --target homeostat_cli
) >&2
exec "$here/build/release/homeostat" demo "$@"
