#!/usr/bin/env bash
# How well the gateway tells fraud from honest buyers: a simulated population through a gateway on the event clock,
# with reference data and outcomes where this version takes them. Prints a table and writes JSON.
# Usage: tests/bench/detection.sh [--json FILE] [--keep DIR] [options of sekisho simulate]
# The preset is taken from PRESET (release unless set).
set -euo pipefail

cd "$(dirname "$0")/../.."
preset=${PRESET:-release}
json=""
keep=""
population=()
merchants=shop-a,shop-b,shop-c
while [[ $# -gt 0 ]]; do
  case "$1" in
    --json) json=$2; shift 2 ;;
    --keep) keep=$2; shift 2 ;;
    --merchants) merchants=$2; shift 2 ;;
    *) population+=("$1" "$2"); shift 2 ;;
  esac
done
[[ ${#population[@]} -gt 0 ]] || population=(--seed 20261 --orders 20000 --days 60 --fraud-rate 0.05)

cmake --preset "$preset" >/dev/null 2>&1
cmake --build --preset "$preset" --target sekisho detection_report >/dev/null

bin=build/$preset/bin
work=$(mktemp -d)
gateway_pid=""
cleanup() {
  [[ -z "$gateway_pid" ]] || kill "$gateway_pid" 2>/dev/null || true
  wait 2>/dev/null || true
  rm -rf "$work"
}
trap cleanup EXIT

"$bin/sekisho" init "$work/gateway" >/dev/null
config=$work/gateway/sekisho.toml
# The admin port has to be known: outcomes are reported there.
export SEKISHO_INGRESS_LISTEN=127.0.0.1:0 SEKISHO_OPS_LISTEN=127.0.0.1:0
export SEKISHO_ADMIN_LISTEN=127.0.0.1:$((20000 + RANDOM % 20000))
export SEKISHO_INGRESS_TLS_ENABLED=false SEKISHO_RUNTIME_CLOCK=event

if "$bin/sekisho" --help | grep -qE "^ +import "; then
  "$bin/sekisho" simulate "${population[@]}" --merchants "$merchants" --out "$work/files" >/dev/null
  for kind in phone-reachability vacancies forwarders; do
    "$bin/sekisho" import --config "$config" "$kind" "$work/files/$kind.csv" >/dev/null
  done
fi

"$bin/sekisho" serve --config "$config" 2>"$work/log" &
gateway_pid=$!
until grep -q '"message":"serving"' "$work/log"; do
  kill -0 "$gateway_pid" || { cat "$work/log" >&2; exit 1; }
  sleep 0.05
done

call() {
  curl -sS --fail --cacert "$work/gateway/certs/ca.pem" \
    -H "Authorization: Bearer $(cat "$work/gateway/operator.token")" "https://$SEKISHO_ADMIN_LISTEN/v1/$1" "${@:2}"
}
list=${merchants//,/ }
for merchant in $list; do
  call merchants -d "{\"id\":\"$merchant\",\"name\":\"$merchant\"}" >/dev/null
done
hook=$(call "merchants/${merchants%%,*}/hooks" -d '{"adapter":"qualva"}' | jq -r .id)
call "hooks/$hook" -X PATCH -d "$(jq -cn --arg list "$merchants" '{merchants: ($list | split(","))}')" >/dev/null

outcomes=()
call openapi.json | jq -e '.paths | has("/v1/orders/{id}/outcome")' >/dev/null && outcomes=(--outcomes)
"$bin/sekisho" simulate "${population[@]}" --merchants "$merchants" --config "$config" --hook "$hook" \
  --labels "$work/labels.csv" "${outcomes[@]}" || echo "some events were not taken" >&2

"$bin/detection_report" "$work/labels.csv" "$work/report.json"
[[ -z "$json" ]] || cp "$work/report.json" "$json"
if [[ -n "$keep" ]]; then
  mkdir -p "$keep"
  cp -r "$work/labels.csv" "$work/report.json" "$keep/"
fi
