#!/usr/bin/env bash
# Measures the whole gateway (signed 4 KB conversations, durable commits, 64 connections) beside a Beast server that
# only answers 200, interleaved so that drift cancels, and prints one JSON line a round.
# Usage: tests/bench/run.sh [ROUNDS] [SECONDS]
set -euo pipefail

cd "$(dirname "$0")/../.."
rounds=${1:-3}
seconds=${2:-5}
cores=$(nproc)

cmake --preset release >/dev/null
cmake --build --preset release --target sekisho load beast_200 >/dev/null

bin=build/release/bin
work=$(mktemp -d)
gateway_pid=""
plain_pid=""
cleanup() {
  kill $gateway_pid $plain_pid 2>/dev/null || true
  wait 2>/dev/null || true
  rm -rf "$work"
}
trap cleanup EXIT

"$bin/sekisho" init "$work/gateway" >/dev/null
export SEKISHO_INGRESS_LISTEN=127.0.0.1:0 SEKISHO_ADMIN_LISTEN=127.0.0.1:0 SEKISHO_OPS_LISTEN=127.0.0.1:0
export SEKISHO_INGRESS_TLS_ENABLED=false SEKISHO_RUNTIME_LOG_LEVEL=info
"$bin/sekisho" serve --config "$work/gateway/sekisho.toml" 2>"$work/log" &
gateway_pid=$!
until grep -q '"message":"serving"' "$work/log"; do
  kill -0 $gateway_pid || { cat "$work/log" >&2; exit 1; }
  sleep 0.05
done

address_of() { jq -r "select(.message==\"listening\" and .listener==\"$1\").address" "$work/log"; }
ingress_port=$(address_of ingress | sed 's/.*://')
admin=https://$(address_of admin)
ops=http://$(address_of ops)
call() {
  curl -sS --fail --cacert "$work/gateway/certs/ca.pem" \
    -H "Authorization: Bearer $(cat "$work/gateway/operator.token")" "$@"
}
call "$admin/v1/merchants" -d '{"id":"hadaiku","name":"bench"}' >/dev/null
call "$admin/v1/merchants/hadaiku/hooks" -d '{"adapter":"qualva"}' >"$work/hook"

plain_port=$((20000 + RANDOM % 20000))
"$bin/beast_200" "$plain_port" "$cores" &
plain_pid=$!

load() { "$bin/load" --payload tests/data/qualva/01-honest-subscription.json --seconds "$seconds" "$@"; }
counter() { curl -sS "$ops/metrics" | awk -v name="$1" '$1 == name { print $2 }'; }

for round in $(seq "$rounds"); do
  plain=$(load --port "$plain_port" --path / --pid $plain_pid)
  commits=$(counter sekisho_commits_total)
  units=$(counter sekisho_commit_units_total)
  whole=$(load --port "$ingress_port" --path "$(jq -r .path "$work/hook")" --secret "$(jq -r .signing_secret "$work/hook")" \
    --pid $gateway_pid)
  commits=$(($(counter sekisho_commits_total | cut -d. -f1) - ${commits%.*}))
  units=$(($(counter sekisho_commit_units_total | cut -d. -f1) - ${units%.*}))
  alone=$(load --connections 2 --port "$ingress_port" --path "$(jq -r .path "$work/hook")" \
    --secret "$(jq -r .signing_secret "$work/hook")" --pid $gateway_pid)
  jq -cn --argjson round "$round" --argjson plain "$plain" --argjson gateway "$whole" --argjson two "$alone" \
    --argjson commits "$commits" --argjson units "$units" \
    '{round: $round, plain_200: $plain, gateway: $gateway, gateway_2_connections: $two,
      ratio: ($gateway.per_second / $plain.per_second), units_per_commit: ($units / $commits)}'
done
