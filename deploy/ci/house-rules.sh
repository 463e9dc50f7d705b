#!/usr/bin/env bash
# The house rules that a script can check (CONTRIBUTING.md says why each is there). Where a rule has a place that may
# break it, the place is named here.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
source deploy/ci/sources.sh

broken=0

# Reads `file:line: text` lines and reports them as breaches of a rule.
report() {
  local rule="$1" line
  while read -r line; do
    echo "$line" >&2
    echo "  house rule: $rule" >&2
    broken=$((broken + 1))
  done
}

# code_matching PATTERN FILE…: like grep -nE, in code alone: comments and strings are blanked first.
code_matching() {
  local pattern="$1"
  shift
  [[ $# -gt 0 ]] || return 0
  PATTERN="$pattern" awk '{
    code = " " $0
    gsub(/"([^"\\]|\\.)*"/, "\"\"", code)
    sub(/\/\/.*/, "", code)
    if (code ~ ENVIRON["PATTERN"]) printf "%s:%d: %s\n", FILENAME, FNR, $0
  }' "$@"
}

# rule TEXT PATTERN [ALLOWED]: no code but that of files matching ALLOWED may match the pattern.
rule() {
  local text="$1" pattern="$2" allowed="${3:-^$}" files
  mapfile -t files < <(our_cpp | grep -vE "$allowed" || true)
  report "$text" < <(code_matching "$pattern" "${files[@]}")
}

tests='^tests/'
rim="^gateway/|^deploy/demo/|$tests"

rule "only the gateway knows Asio" 'boost/asio|boost/beast|(^|[^A-Za-z_])asio::' "$rim"
rule "only the gateway has threads and waits" \
  '#include <(thread|condition_variable|future|semaphore|latch|barrier|stop_token)>' "$rim"
rule "time is an argument (domain/time.h): only the system's clock asks what time it is" \
  '(_clock|Clock)::now\(|clock_gettime|gettimeofday|[^A-Za-z_.>]time\((nullptr|NULL|0)\)' "^gateway/app/system\.cpp$|$tests"
rule "randomness is an argument (domain/random.h)" \
  'random_device|mt19937|RAND_bytes|getrandom|[^A-Za-z_]s?rand\(' "^gateway/app/system\.cpp$|$tests"
rule "the environment is an argument (app/config.h)" \
  '[^A-Za-z_](secure_)?getenv\(|[^A-Za-z_]environ[^A-Za-z_]' "^gateway/app/system\.cpp$|$tests"
rule "nothing sleeps: wait for the condition itself" 'sleep_for|sleep_until|[^A-Za-z_]u?sleep\('
rule "RE2, never std::regex: its time is not bounded" 'std::regex|#include <regex>'
rule "every task belongs to a group (http/task_group.h)" '[^A-Za-z_]detached|\.detach\(\)'
# A private constructor leaves no other way than new.
rule "owners, not new and delete" '(^|[^A-Za-z_])new +[(A-Za-z_]|(^|[^A-Za-z_])delete +[A-Za-z_*(]|delete *\[\]' \
  "^gateway/app/gateway\.cpp$|^certs/reloadable_context\.cpp$|$tests"
rule "standard output and error belong to the commands; everything else logs" \
  'std::(cout|cerr|clog)|[^A-Za-z_]f?printf\(' "^gateway/app/(main|serve)\.cpp$|^deploy/demo/|$tests"

# What quotes and comments may not hold either: every file counts, this one aside.
mapfile -t texts < <(our_files | grep -vE '^deploy/ci/house-rules\.sh$' || true)
report "includes name a folder from a root, never one above" < <(our_cpp | xargs -r grep -nE '#include ["<][^">]*\.\./' || true)
report "an open end belongs into an issue, not into the code" \
  < <(grep -nIE '(^|[^A-Za-z_])(TODO|FIXME|XXX|HACK)([^A-Za-z_X]|$)' "${texts[@]}" || true)
report "no path of one machine, none outside the checkout" \
  < <(grep -nIE '(^|[^A-Za-z0-9_.])/(work|home)/|(^|[^.])\.\./shared' "${texts[@]}" || true)

while read -r file; do
  lines="$(wc -l <"$file")"
  [[ "$lines" -le 600 ]] || report "one file does one thing: at most 600 lines" <<<"$file:$lines: too long"
done < <(our_cpp)

while read -r file; do
  grep -q '^#pragma once$' "$file" || report "a header guards itself" <<<"$file:1: no #pragma once"
done < <(our_cpp | grep '\.h$' || true)

while read -r file; do
  [[ -x "$file" || "$(head -c 2 "$file" | tr -d '\0')" != '#!' ]] ||
    report "a script with a first line can be run" <<<"$file:1: not executable"
done < <(our_files)

if [[ "$broken" -gt 0 ]]; then
  echo "house-rules: $broken breaches" >&2
  exit 1
fi
echo "house-rules: $(our_cpp | wc -l) files keep them"
