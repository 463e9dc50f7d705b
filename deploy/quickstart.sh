#!/usr/bin/env bash
# Builds Sekisho, runs it with a demo merchant, sends it demo orders and shows what it decided.
# ビルドして起動し、デモの注文を送って判定を表示します。
#
#   deploy/quickstart.sh               leaves the gateway running / ゲートウェイは動いたまま
#   deploy/quickstart.sh --once        stops everything at its end / 最後にすべて停止
#   deploy/quickstart.sh --stop        stops what an earlier run left / 前回のものを停止
#   deploy/quickstart.sh --dir DIR     uses DIR in place of build/quickstart
#
# Ports are free ones; SEKISHO_INGRESS_LISTEN, SEKISHO_ADMIN_LISTEN and SEKISHO_OPS_LISTEN choose others.
set -euo pipefail

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
dir="$root/build/quickstart"
mode=stay
merchant=hadaiku

die() {
  echo "quickstart: $*" >&2
  exit 1
}

usage() { sed -n '2,/^set -/{/^set -/d;s/^# \{0,1\}//;p}' "${BASH_SOURCE[0]}"; }

while [[ $# -gt 0 ]]; do
  case "$1" in
    --once) mode=once ;;
    --stop) mode=stop ;;
    --dir)
      [[ -n "${2:-}" ]] || { echo "quickstart: --dir needs a directory" >&2; exit 2; }
      dir="$(realpath -m "$2")"
      shift
      ;;
    -h | --help) usage; exit 0 ;;
    *) echo "quickstart: unknown argument '$1'; see: deploy/quickstart.sh --help" >&2; exit 2 ;;
  esac
  shift
done

run="$dir/run" # process ids, logs and what was sent; the installation itself lies beside it
bin="$root/build/release/bin"

# ---- processes

# Whether the process of a pid file is one that we started: a number may be somebody else's by now.
is_ours() {
  local pid
  pid="$(cat "$run/$1.pid" 2>/dev/null)" && [[ "$pid" =~ ^[0-9]+$ ]] &&
    tr '\0' '\n' 2>/dev/null <"/proc/$pid/cmdline" | grep -qF "$dir/"
}

stop_process() {
  if is_ours "$1"; then
    local pid
    pid="$(cat "$run/$1.pid")"
    kill -TERM "$pid" 2>/dev/null || true
    # The gateway finishes what is in flight, for 20 seconds at most.
    for ((i = 0; i < 300; i++)); do
      is_ours "$1" || break
      sleep 0.1
    done
    ! is_ours "$1" || kill -KILL "$pid" 2>/dev/null || true
  fi
  rm -f "$run/$1.pid"
}

stop_all() {
  stop_process gateway
  stop_process receiver
}

# start NAME COMMAND…: in a session of its own, so that it outlives this terminal.
start() {
  local name="$1"
  shift
  : >"$run/$name.log"
  setsid "$@" >"$run/$name.out" 2>"$run/$name.log" </dev/null &
  echo $! >"$run/$name.pid"
  disown
}

# Whether what start() started is alive. It may not be our program yet: is_ours comes too early.
is_alive() { kill -0 "$(cat "$run/$1.pid")" 2>/dev/null; }

# until_true SECONDS WHAT COMMAND…: polls a condition; dies saying what did not happen.
until_true() {
  local tries=$(($1 * 10)) what="$2"
  shift 2
  until "$@"; do
    ((tries-- > 0)) || die "$what; see the logs in $run"
    sleep 0.1
  done
}

# ---- talking to the gateway

# api METHOD PATH [BODY]: prints the answer; dies on a refusal. The token stays out of the process list.
api() {
  local answer
  answer="$(curl -sS --noproxy '*' --max-time 20 --fail-with-body --cacert "$dir/certs/ca.pem" -X "$1" \
    -H @"$run/authorization" -H 'Content-Type: application/json' ${3:+-d "$3"} "$admin$2" 2>&1)" ||
    die "$1 $2 was refused: $answer"
  printf '%s\n' "$answer"
}

# The address that a listener logged, as a client on this machine reaches it.
address_of() {
  jq -Rr --arg listener "$1" \
    'fromjson? | select(.message == "listening" and .listener == $listener) | .address' "$run/gateway.log" |
    sed 's/^0\.0\.0\.0:/127.0.0.1:/; s/^\[::\]:/[::1]:/'
}

is_ready() {
  is_alive gateway || die "the gateway did not start: $(tail -n 1 "$run/gateway.log")"
  [[ -n "$(address_of ops)" ]] &&
    curl -fsS --noproxy '*' --max-time 5 "http://$(address_of ops)/readyz" >/dev/null 2>&1
}

receiver_listens() {
  is_alive receiver || die "the callback receiver did not start: $(tail -n 1 "$run/receiver.log")"
  jq -e .address "$run/receiver.out" >/dev/null 2>&1
}

all_called_back() { [[ "$(api GET '/v1/callbacks?status=pending&limit=1' | jq '.data | length')" == 0 ]]; }

# ---- the steps

step() { printf '\n== %s\n' "$*"; }

prepare_directory() {
  if [[ -d "$dir" && ! -d "$run" && -n "$(ls -A "$dir")" ]]; then
    die "$dir is not empty and no earlier quickstart made it: choose another --dir"
  fi
  mkdir -p "$run" || die "cannot make $run"
  stop_all
  # Every run begins anew; only what a run makes is removed.
  rm -rf "$run" "$dir/certs"
  rm -f "$dir"/{sekisho.toml,master.key,operator.token,env} "$dir"/sekisho.db{,-wal,-shm,.lock,.sock}
  mkdir -p "$run/payloads"
  chmod 700 "$run"
}

build() {
  "$root/deploy/install-deps.sh" build quickstart >"$run/install.log" 2>&1 ||
    die "packages could not be installed: $(tail -n 1 "$run/install.log")"
  (cd "$root" && cmake --preset release &&
    cmake --build --preset release -j "$(nproc)" --target sekisho sekisho_demo_receiver scoring_data) \
    >"$run/build.log" 2>&1 || die "the build failed: $(grep -m 1 -E 'error: |^CMake Error' "$run/build.log"); see $run/build.log"
}

start_gateway() {
  "$bin/sekisho" init "$dir" >"$run/init.out" 2>"$run/init.log" || die "init failed: $(tail -n 1 "$run/init.log")"
  export SEKISHO_INGRESS_LISTEN="${SEKISHO_INGRESS_LISTEN:-127.0.0.1:0}"
  export SEKISHO_ADMIN_LISTEN="${SEKISHO_ADMIN_LISTEN:-127.0.0.1:0}"
  export SEKISHO_OPS_LISTEN="${SEKISHO_OPS_LISTEN:-127.0.0.1:0}"
  export SEKISHO_CALLBACKS_ALLOW_PRIVATE_NETWORKS=true # the receiver is on this machine
  start gateway "$bin/sekisho" serve --config "$dir/sekisho.toml"
  until_true 30 "the gateway did not become ready" is_ready
  ingress="https://$(address_of ingress)"
  admin="https://$(address_of admin)"
  ops="http://$(address_of ops)"
  (umask 077 && printf 'Authorization: Bearer %s\n' "$(cat "$dir/operator.token")" >"$run/authorization")
}

start_receiver() {
  start receiver "$bin/sekisho-demo-receiver" --listen 127.0.0.1:0 \
    --secret-file "$run/callback_secret" --log "$run/callbacks.jsonl"
  until_true 10 "the callback receiver did not listen" receiver_listens
  callback_url="http://$(jq -r .address "$run/receiver.out")/callbacks"
}

create_demo() {
  local created
  api POST /v1/merchants "{\"id\":\"$merchant\",\"name\":\"肌育ラボ\"}" >/dev/null
  created="$(api POST "/v1/merchants/$merchant/hooks" "{\"adapter\":\"qualva\",\"callback_url\":\"$callback_url\"}")"
  hook="$(jq -r .id <<<"$created")"
  (umask 077 && jq -r .signing_secret <<<"$created" >"$run/signing_secret" &&
    jq -r .callback_secret <<<"$created" >"$run/callback_secret")
  cat >"$dir/env" <<END
# Where the quickstart's gateway is; for: . $dir/env
INGRESS=$ingress
ADMIN=$admin
OPS=$ops
CA='$dir/certs/ca.pem'
TOKEN_FILE='$dir/operator.token'
MERCHANT=$merchant
HOOK=$hook
SIGNING_SECRET_FILE='$run/signing_secret'
END
}

# One at a time: an event about an order is made when its turn has come, later than what it is about.
send_payloads() {
  local name payload answer
  for name in 07-conversation-updated 01-honest-subscription 02-affiliate-ring-a 03-affiliate-ring-b \
    04-cod-unreachable 05-resale 06-stolen-card 12-reservation 08-conversation-abandoned \
    09-order-amended-upsell 10-confirmation-code-submitted 11-confirmation-succeeded 13-order-cancelled-by-buyer; do
    payload="$run/payloads/$name.json"
    jq -f "$root/deploy/demo/bring_to_now.jq" "$root/deploy/demo/payloads/$name.json" >"$payload" ||
      die "$name.json could not be prepared"
    answer="$("$bin/sekisho" send --config "$dir/sekisho.toml" --hook "$hook" "$payload" 2>&1)" ||
      die "$name.json was not taken: ${answer#"$payload "}"
    answer="${answer#"$payload "}"
    jq -r --arg name "$name" --arg http "${answer%% *}" \
      '"  \($name + " " * (34 - ($name | length))) \($http)  " +
       (if .assessment then "\(.assessment.verdict), order \(.order.status)"
        elif .order then "order \(.order.status)" else .status end)' <<<"${answer#* }"
  done
}

print_table() {
  local id
  until_true 60 "not every callback was delivered" all_called_back
  api GET "/v1/orders?merchant_id=$merchant&limit=500" >"$run/orders.json"
  for id in $(jq -r '.data | reverse | .[].id' "$run/orders.json"); do
    api GET "/v1/orders/$id"
  done | jq -s . >"$run/order-details.json"
  jq -n --slurpfile orders "$run/order-details.json" --slurpfile received "$run/callbacks.jsonl" \
    '{orders: $orders[0], received: $received}' | jq -r -f "$root/deploy/demo/table.jq"
  jq -es --slurpfile received "$run/callbacks.jsonl" \
    'all(.[0][].callbacks[]; .id as $id | any($received[]; .id == $id and .verified))' \
    "$run/order-details.json" >/dev/null || die "a callback did not arrive; see $run/receiver.log and $run/gateway.log"
}

say_what_runs() {
  cat <<END

The gateway is running / ゲートウェイは動作中です
  webhooks / Webhook      $ingress/v1/hooks/$hook
  admin API / 管理 API    $admin    token / トークン: $dir/operator.token
  metrics / メトリクス    $ops/metrics
  log / ログ              $run/gateway.log

Try / 試すには
  . '$dir/env'
  curl --cacert "\$CA" -H "Authorization: Bearer \$(cat "\$TOKEN_FILE")" "\$ADMIN/v1/orders?merchant_id=\$MERCHANT"

Stop it / 停止するには
  deploy/quickstart.sh --stop$([[ "$dir" == "$root/build/quickstart" ]] || printf ' --dir %q' "$dir")
END
}

if [[ "$mode" == stop ]]; then
  stop_all
  echo "quickstart: stopped / 停止しました"
  exit 0
fi

prepare_directory
trap 'stop_all' EXIT # until all is well
step "Installing and building; the first time takes minutes / 準備とビルド(初回は数分)"
build
step "Starting the gateway and a callback receiver / ゲートウェイと受信側を起動"
start_gateway
start_receiver
step "Creating the merchant and its hook / 加盟店とフックを作成"
create_demo
echo "  merchant $merchant, hook $hook"
step "Sending the demo events, signed as the vendor would / 署名してデモのイベントを送信"
send_payloads
step "What was decided / 判定結果"
print_table
if [[ "$mode" == once ]]; then
  stop_all
  step "Stopped / 停止しました"
else
  say_what_runs
fi
trap - EXIT
