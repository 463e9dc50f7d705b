#!/usr/bin/env bash
# clang-tidy (.clang-tidy) over the sources of the product. Needs a configured build/dev.
#
#   deploy/ci/tidy.sh            all of them
#   deploy/ci/tidy.sh BASE       those that differ from the commit BASE, or include a header that does
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
source deploy/ci/sources.sh

[[ -f build/dev/compile_commands.json ]] || { echo "tidy: configure first: cmake --preset dev" >&2; exit 1; }

sources() { our_cpp | grep -E '^(scoring|adapters|storage|certs|simulation|gateway|deploy)/.*\.cpp$'; }

# The sources that a change touches: those that changed, and those that include a changed header.
touched_since() {
  local changed headers
  changed="$({ git diff --name-only "$1" -- && git ls-files --others --exclude-standard; } | sort -u)"
  # A header as includes name it: from its module's root.
  headers="$(grep -E '\.h$' <<<"$changed" |
    sed -E 's,^.*/include/,,; s,^(scoring|adapters|storage|certs|simulation|gateway)/,,' || true)"
  {
    echo "$changed"
    [[ -z "$headers" ]] || sources | xargs grep -lF "$headers" || true
  } | sort -u | comm -12 - <(sources | sort)
}

if [[ $# -gt 0 ]]; then mapfile -t files < <(touched_since "$1"); else mapfile -t files < <(sources); fi
[[ ${#files[@]} -gt 0 ]] || { echo "tidy: nothing to check"; exit 0; }

# Findings go to standard output; what clang-tidy counts and hides is noise.
printf '%s\0' "${files[@]}" |
  xargs -0 -P "$(nproc)" -n 1 clang-tidy-19 -p build/dev --quiet 2>/dev/null ||
  { echo "tidy: findings above" >&2; exit 1; }
echo "tidy: ${#files[@]} sources are clean"
