#!/usr/bin/env bash
# An operator's first hour, from an empty tenant to metered and audited writes by REST and by MCP.
# Stops at the first failure with one line. Needs bash, curl and jq. docs/first-hour.sh is the same with the command line.
#
#   bin/tollgate dev            in one terminal
#   docs/first-hour-curl.sh     in another
#
# Addresses and the operator's token come from .tollgate/dev.json, or from API, MCP, CONTROL and OPERATOR_TOKEN.
set -euo pipefail

here=$(cd "$(dirname "$0")/.." && pwd)
DEV_JSON=${DEV_JSON:-${TOLLGATE_HOME:-$here/.tollgate}/dev.json}
PATIENCE_SECONDS=15
TRIES_MAX=5
calls=0
mark="$(date +%s)-$RANDOM"

fail() { printf 'first hour: %s\n' "$*" >&2; exit 1; }
step() { printf '  %-44s %s\n' "$1" "${2:-}"; }

for tool in curl jq; do
    command -v "$tool" > /dev/null || fail "$tool is not installed"
done

from_dev_json() {
    [[ -r $DEV_JSON ]] || fail "no $DEV_JSON: start bin/tollgate dev, or set API, MCP, CONTROL and OPERATOR_TOKEN"
    jq -er --arg key "$1" '.[$key]' "$DEV_JSON" || fail "$DEV_JSON has no $1"
}
elsewhere=${CONTROL:-}
API=${API:-$(from_dev_json api)}
MCP=${MCP:-$(from_dev_json mcp)}
CONTROL=${CONTROL:-$(from_dev_json control)}
OPERATOR_TOKEN=${OPERATOR_TOKEN:-$(from_dev_json operator_token)}

tollgate=${TOLLGATE:-$here/bin/tollgate}
answer=$(mktemp)
received=$(mktemp)
receiver=
trap 'rm -f "$answer" "$received"; [[ -z $receiver ]] || kill "$receiver" 2> /dev/null' EXIT

# request TOKEN EXPECTED-STATUS METHOD URL [BODY] [HEADER…]: leaves the body in $answer. Whatever says "later" is asked
# again, a few times and with the same idempotency key, so that nothing is done twice.
request() {
    local token=$1 expected=$2 method=$3 url=$4 body=${5:-} status try
    shift $(($# < 5 ? $# : 5))
    local arguments=(--silent --max-time 20 --output "$answer" --write-out '%{http_code}' --request "$method")
    if [[ -n $body ]]; then
        calls=$((calls + 1))
        arguments+=(--header 'Content-Type: application/json' --header "Idempotency-Key: $mark-$calls" --data "$body")
    fi
    for header in "$@"; do arguments+=(--header "$header"); done
    for ((try = 1; ; try++)); do
        # The token goes in by a file descriptor, so that no process list shows it.
        status=$(curl "${arguments[@]}" --config <(printf 'header = "Authorization: Bearer %s"\n' "$token") "$url") \
            || fail "$method $url: no answer"
        [[ $status != "$expected" ]] || return 0
        [[ $status =~ ^(429|503|504)$ && $try -lt $TRIES_MAX ]] || break
        sleep "$(jq -r '.retry_after_seconds // 1' "$answer" 2> /dev/null || printf 1)"
    done
    fail "$method $url: $status instead of $expected: $(jq -rc '"\(.code): \(.detail)"' "$answer" 2> /dev/null || head -c 200 "$answer")"
}
control() { request "$OPERATOR_TOKEN" "$@"; }
field() { jq -er "$1" "$answer" || fail "the answer has no $1: $(head -c 300 "$answer")"; }

# found LIST-URL REQUEST-ID: whether the list names the request
found() {
    control 200 GET "$1?limit=100"
    jq -e --arg id "$2" '.data | any(.request_id == $id)' "$answer" > /dev/null
}
# await WHAT COMMAND…: until the command succeeds, or patience ends
await() {
    local what=$1 end=$((SECONDS + PATIENCE_SECONDS))
    shift
    until "$@"; do
        ((SECONDS < end)) || fail "$what: not seen within $PATIENCE_SECONDS s"
        sleep 0.2
    done
}

printf 'The first hour at %s\n' "$CONTROL"

control 201 POST "$CONTROL/tenants" "{\"name\":\"First hour $mark\",\"kind\":\"team\",\"plan\":\"team\"}"
tenant=$(field .data.id)
step 'a tenant' "$tenant"

control 201 POST "$CONTROL/tenants/$tenant/workspaces" "{\"name\":\"First hour\",\"slug\":\"first-hour-$mark\"}"
workspace=$(field .data.id)
step 'a workspace' "$workspace"

for module in tasks crm activity integrations; do
    control 200 PUT "$CONTROL/workspaces/$workspace/modules/$module" '{"enabled":true}'
done
control 200 GET "$CONTROL/workspaces/$workspace/modules"
enabled=$(field '[.data[] | select(.enabled) | .key] | join(" ")')
step 'modules on' "$enabled"

control 201 POST "$CONTROL/workspaces/$workspace/api-keys" '{"name":"first-server","scopes":["tasks:read","tasks:write"]}'
api_key=$(field .data.secret)
id=$(field .data.id)
step 'an API key' "$id"

control 201 POST "$CONTROL/workspaces/$workspace/mcp-clients" '{"name":"first-agent","scopes":["tasks:read","tasks:write"]}'
mcp_client=$(field .data.secret)
id=$(field .data.id)
step 'an MCP client' "$id"

control 200 GET "$CONTROL/tenants/$tenant/billing"
field .data.plan > /dev/null
control 201 POST "$CONTROL/tenants/$tenant/top-ups" '{"amount_micros":5000000}'
topped_up() {
    control 200 GET "$CONTROL/tenants/$tenant/billing"
    jq -e '.data.prepaid_micros >= 5000000' "$answer" > /dev/null
}
await 'the top-up in the billing view' topped_up
billing=$(field '"\(.data.plan), prepaid \(.data.prepaid_micros) micros"')
step 'billing shown, topped up' "$billing"

request "$api_key" 201 POST "$API/v1/tasks" '{"title":"The first write by REST"}'
by_rest=$(field .request_id)
step 'a write by REST' "$by_rest"

call=$(jq -nc --arg key "mcp-$mark" '{jsonrpc: "2.0", id: 1, method: "tools/call", params: {
    name: "create_task", arguments: {title: "The first write by MCP", idempotency_key: $key}}}')
for ((try = 1; ; try++)); do
    request "$mcp_client" 200 POST "$MCP" "$call" \
        'Accept: application/json, text/event-stream' 'MCP-Protocol-Version: 2025-06-18'
    problem=$(jq -r 'if .result.isError then .result._meta["dev.tollgate/problem"].code else .error.message // "" end' "$answer")
    [[ -n $problem ]] || break
    [[ $problem =~ ^(rate_limited|service_unavailable|deadline_exceeded)$ && $try -lt $TRIES_MAX ]] \
        || fail "create_task by MCP: $problem"
    sleep 1
done
by_mcp=$(field '.result._meta["dev.tollgate/request_id"]')
step 'a write by MCP' "$by_mcp"

for id in "$by_rest" "$by_mcp"; do
    await "$id in the audit" found "$CONTROL/workspaces/$workspace/audit-events" "$id"
    await "$id in the usage" found "$CONTROL/workspaces/$workspace/usage-events" "$id"
    control 200 GET "$CONTROL/workspaces/$workspace/requests/$id"
    step 'audited and metered' "$id"
done
# A webhook. A receiver on this machine takes the delivery and checks its signature. A server elsewhere cannot reach
# it: then WEBHOOK_URL names a receiver that knows WEBHOOK_SECRET, or the step is left out.
webhooks() {
    local secret=${WEBHOOK_SECRET:-whsec_$(head -c 32 /dev/urandom | base64 | tr -d '\n')} webhook delivery attempt
    if [[ -z ${WEBHOOK_URL:-} ]]; then
        TOLLGATE_WEBHOOK_SECRET=$secret "$tollgate" receive > "$received" &
        receiver=$!
        await 'a receiver on this machine' test -s "$received"
        WEBHOOK_URL=$(head -n 1 "$received")
    fi
    webhook=$(jq -nc --arg url "$WEBHOOK_URL" --arg secret "$secret" \
        '{name: "First hour", url: $url, event_types: ["task.*"], secret: $secret}')
    control 201 POST "$CONTROL/workspaces/$workspace/webhooks" "$webhook"
    webhook=$(field .data.id)
    step 'a webhook' "$webhook"
    control 200 POST "$CONTROL/workspaces/$workspace/webhooks/$webhook/test" '{"event_type":"task.created"}'
    delivery=$(field .data.id)
    await "$delivery delivered" succeeded "$delivery"
    step 'a signed test delivery' "$delivery"
    attempt=$(field '.data.attempts[0]
        | "attempt \(.number): \(.status_code) from \(.address) in \(.duration.total_micros / 1000) ms"')
    step 'its attempt' "$attempt"
    if [[ -n $receiver ]]; then
        await 'the receiver says that the signature is good' verified
        step 'its signature' 'verified by the receiver'
    fi
}
succeeded() {
    control 200 GET "$CONTROL/workspaces/$workspace/webhook-deliveries/$1"
    jq -e '.data.status == "succeeded"' "$answer" > /dev/null
}
verified() { jq -Rne '[inputs | fromjson?] | any(.type == "task.created" and .verified)' "$received" > /dev/null; }
if [[ -n $elsewhere && -z ${WEBHOOK_URL:-} ]]; then
    step 'a webhook' 'left out: WEBHOOK_URL names no receiver'
else
    webhooks
fi
printf 'Done: everything above is in the audit and on the bill.\n'
