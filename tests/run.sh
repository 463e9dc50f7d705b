#!/usr/bin/env bash
# Installs, builds and runs every test. The last line says how many passed and failed.
#
#   tests/run.sh           all tests; the parts where memory or threads can go wrong again under the sanitizers;
#                          format, house rules, clang-tidy over what the last commit and the working tree changed
#   tests/run.sh --deep    all tests under every sanitizer, minutes of fuzzing and of kill -9, clang-tidy over everything
#
# It builds in build/dev, build/asan and build/tsan (and build/fuzz), with ccache: a second run is much faster.
# shellcheck disable=SC2317 # check runs functions by name
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 1

# Clones in different folders share what ccache holds.
export CCACHE_BASEDIR="$PWD" CCACHE_NOHASHDIR=1

symbolizer=/usr/lib/llvm-19/bin/llvm-symbolizer
export ASAN_SYMBOLIZER_PATH="$symbolizer"
export TSAN_OPTIONS="external_symbolizer_path=$symbolizer"

deep=false
case "${1:-}" in
  "") ;;
  --deep) deep=true ;;
  -h | --help) sed -n '2,/^# shellcheck/{/^# shellcheck/d;s/^# \{0,1\}//;p}' "${BASH_SOURCE[0]}"; exit 0 ;;
  *) echo "tests/run.sh: unknown argument '$1'; see: tests/run.sh --help" >&2; exit 2 ;;
esac

passed=0
failed=0
summary=()
started=$SECONDS

# check NAME COMMAND…: one check that passes or fails as a whole.
check() {
  local name="$1" began=$SECONDS
  shift
  printf '\n==== %s\n' "$name"
  if "$@"; then
    passed=$((passed + 1))
    summary+=("$name: passed ($((SECONDS - began)) s)")
  else
    failed=$((failed + 1))
    summary+=("$name: FAILED")
    return 1
  fi
}

finish() {
  printf '\n==== Summary (%d s)\n' "$((SECONDS - started))"
  printf '%s\n' "${summary[@]}"
  printf '\n%d passed, %d failed\n' "$passed" "$failed"
  [[ "$failed" -eq 0 ]]
  exit
}

# build PRESET TARGET…
build() {
  local preset="$1"
  shift
  cmake --preset "$preset" && cmake --build --preset "$preset" -j "$(nproc)" --target "$@"
}

# run_tests PRESET CTEST-ARGUMENT…: counts each test.
run_tests() {
  local preset="$1" report="build/$1/ctest.xml" line
  shift
  printf '\n==== ctest, %s\n' "$preset"
  rm -f "$report"
  ctest --preset "$preset" -j "$(nproc)" --no-tests=error --output-junit "$PWD/$report" "$@" | tee "build/$preset/ctest.txt" |
    grep -vE '^ +[0-9]+/[0-9]+ Test +#.* Passed |^ +Start +[0-9]+:'
  line="$(grep -E 'tests passed, [0-9]+ tests failed out of' "build/$preset/ctest.txt")"
  summary+=("ctest, $preset: ${line:-FAILED: nothing ran}")
  count "$report" || failed=$((failed + 1))
}

# Adds up what a ctest report counted. A test that was skipped neither passed nor failed.
count() {
  local totals tests failures skipped disabled
  totals="$(grep -m 1 -A 10 '<testsuite ' "$1" 2>/dev/null)" || return 1
  tests="$(attribute tests "$totals")" failures="$(attribute failures "$totals")"
  skipped="$(attribute skipped "$totals")" disabled="$(attribute disabled "$totals")"
  passed=$((passed + tests - failures - skipped - disabled))
  failed=$((failed + failures))
}

attribute() { sed -nE "s/^.*[[:space:]]$1=\"([0-9]+)\".*$/\1/p" <<<"$2" | head -n 1; }

# Fuzzes each target for some minutes, from its seeds and whatever ctest's runs have grown.
fuzz() {
  cmake --preset asan -B build/fuzz -DSEKISHO_FUZZ=ON && cmake --build build/fuzz -j "$(nproc)" --target fuzz || return 1
  local target name
  for target in build/fuzz/bin/fuzz_*; do
    name="$(basename "$target")"
    mkdir -p "build/fuzz/corpus/$name"
    "$target" -max_total_time=120 -max_len=8192 -print_final_stats=1 -artifact_prefix="build/fuzz/$name-" \
      "build/fuzz/corpus/$name" tests/data/qualva tests/fuzz/seeds/*/ 2>&1 | tail -n 20
    [[ "${PIPESTATUS[0]}" -eq 0 ]] || return 1
  done
}

check "packages" deploy/install-deps.sh || finish

check "format" deploy/ci/format.sh
check "house rules" deploy/ci/house-rules.sh

if check "build, dev" build dev all; then
  check "public headers alone, dev" cmake --build --preset dev -j "$(nproc)" --target all_verify_interface_header_sets
  run_tests dev
  # What the last commit and the working tree changed; everything takes many minutes.
  tidy_base=(HEAD~1)
  [[ "$deep" == false ]] || tidy_base=()
  if [[ "$deep" == true ]] || git rev-parse -q --verify HEAD~1 >/dev/null; then
    check "clang-tidy" deploy/ci/tidy.sh "${tidy_base[@]}"
  fi
fi

if [[ "$deep" == true ]]; then
  check "build, asan" build asan all && run_tests asan
  check "build, tsan" build tsan all && run_tests tsan
  check "fuzzing" fuzz
  run_tests dev -R Kill --repeat until-fail:10
else
  # The first tests where memory is handled; the second where threads meet.
  check "build, asan" build asan unit_domain unit_scoring unit_simulation unit_adapters unit_storage unit_certs unit_gateway contract_store &&
    run_tests asan -L 'unit|contract'
  check "build, tsan" build tsan unit_certs unit_gateway integration sekisho &&
    run_tests tsan -E 'NOT_BUILT|architecture|KillLoop'
fi

finish
