# shellcheck shell=bash
# Sourced by the checks beside it: what they look at.

# Every file of the checkout, committed or not, that is not ignored.
our_files() {
  git ls-files --cached --others --exclude-standard --deduplicate | while read -r file; do
    # A deleted file is listed until the deletion is committed.
    [[ ! -f "$file" ]] || echo "$file"
  done
}

# The C++ among them.
our_cpp() { our_files | grep -E '\.(cpp|h)$' || true; }
