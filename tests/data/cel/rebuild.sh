#!/bin/sh
# Rebuilds conformance.json from npm's @bufbuild/cel-spec. Needs node, npm, tar and a network; a plain build needs none.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Raise the version here, run the script, read the diff, run the tests.
cd "$work"
npm pack --silent @bufbuild/cel-spec@0.6.1 >tarball
tar -xzf "$(tail -n 1 tarball)"
node "$here/rebuild.mjs" "$work/package" "$here"
