#!/usr/bin/env bash
# Whether every C++ file is formatted as .clang-format says. With --fix: formats them.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
source deploy/ci/sources.sh

how=(--dry-run -Werror)
[[ "${1:-}" != --fix ]] || how=(-i)
our_cpp | xargs -r -P "$(nproc)" -n 16 clang-format-19 "${how[@]}"
echo "format: $(our_cpp | wc -l) files are formatted"
