#!/usr/bin/env bash
# Installs the Debian 12 packages that Sekisho needs: the one list of them. Idempotent; as root or with sudo.
#
#   deploy/install-deps.sh            everything: build, quickstart, tests
#   deploy/install-deps.sh build …    only these groups: build, quickstart, training, test
set -euo pipefail

build=(
  # compiler, linker, build
  clang-19 lld-19 libstdc++-12-dev cmake ninja-build ccache pkg-config
  # libraries (cmake/Dependencies.cmake)
  libboost1.81-dev libboost-system1.81-dev libssl-dev nlohmann-json3-dev libsimdjson-dev
  libsqlitecpp-dev libsqlite3-dev libicu-dev libre2-dev libfmt-dev libspdlog-dev libcli11-dev
  libtomlplusplus-dev prometheus-cpp-dev libmaxminddb-dev
  # test and benchmark libraries: a configure looks for them
  libgtest-dev libgmock-dev libbenchmark-dev
)
quickstart=(curl ca-certificates jq)
# what `sekisho train` loads, and its tests; nothing links it
training=(libxgboost0)
# sanitizers and fuzzers (llvm-19 names the functions in their reports), the checks of deploy/ci
test=(libclang-rt-19-dev llvm-19 clang-format-19 clang-tidy-19 git)

die() {
  echo "install-deps: $*" >&2
  exit 1
}

# The packages of a group, by its name.
packages_of() {
  case "$1" in
    build) printf '%s\n' "${build[@]}" ;;
    quickstart) printf '%s\n' "${quickstart[@]}" ;;
    training) printf '%s\n' "${training[@]}" ;;
    test) printf '%s\n' "${test[@]}" ;;
    *) die "there is no group '$1'; there are build, quickstart, training and test" ;;
  esac
}

is_installed() {
  [[ "$(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null)" == installed ]]
}

apt_get() {
  local run=(env DEBIAN_FRONTEND=noninteractive apt-get -y -q -o DPkg::Lock::Timeout=300)
  if [[ "$(id -u)" -ne 0 ]]; then
    command -v sudo >/dev/null || die "packages are missing (${missing[*]}): run this as root, or install sudo"
    run=(sudo "${run[@]}")
  fi
  "${run[@]}" "$@"
}

command -v dpkg-query >/dev/null || die "this is for Debian 12; elsewhere install the packages named in $0 by hand"
[[ $# -gt 0 ]] || set -- build quickstart training test

missing=()
for group in "$@"; do
  packages="$(packages_of "$group")" || exit 1
  while read -r package; do
    is_installed "$package" || missing+=("$package")
  done <<<"$packages"
done
if [[ ${#missing[@]} -eq 0 ]]; then
  echo "install-deps: every package is installed"
  exit 0
fi

echo "install-deps: installing ${missing[*]}"
install=(install --no-install-recommends "${missing[@]}")
# The package lists of a fresh machine or image are empty or old: bring them up to date only when that is so.
apt_get -s "${install[@]}" >/dev/null 2>&1 || apt_get update
if ! apt_get "${install[@]}"; then
  apt_get update
  apt_get "${install[@]}" || die "apt-get could not install: ${missing[*]}; the lines above say why"
fi
