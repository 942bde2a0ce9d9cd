#!/usr/bin/env bash
# An operator's first hour, from an empty tenant to metered and audited writes by REST and by MCP, with the command line.
# Stops at the first failure with one line. Needs bash, curl and jq. docs/first-hour-curl.sh is the same with curl alone.
#
#   bin/tollgate dev            in one terminal
#   docs/first-hour.sh          in another
#
# bin/tollgate ctl finds dev by itself; TOLLGATE_CONTROL and TOLLGATE_OPERATOR_TOKEN name another server, API and MCP
# its REST and MCP addresses.
set -euo pipefail

here=$(cd "$(dirname "$0")/.." && pwd)
tollgate=${TOLLGATE:-$here/bin/tollgate}
export TOLLGATE_HOME=${TOLLGATE_HOME:-$here/.tollgate}
PATIENCE_SECONDS=30
mark="$(date +%s)-$RANDOM"

fail() { printf 'first hour: %s\n' "$*" >&2; exit 1; }
step() { printf '  %-44s %s\n' "$1" "${2:-}"; }
ctl() { "$tollgate" ctl "$@" || fail "ctl $*: exit code $?"; }

for tool in curl jq; do
    command -v "$tool" > /dev/null || fail "$tool is not installed"
done
API=${API:-$(jq -er .api "$TOLLGATE_HOME/dev.json")} || fail "start bin/tollgate dev, or set API and MCP"
MCP=${MCP:-$API/mcp}

# await WHAT COMMAND…: until the command succeeds, or patience ends
await() {
    local what=$1 end=$((SECONDS + PATIENCE_SECONDS))
    shift
    until "$@"; do
        ((SECONDS < end)) || fail "$what: not seen within $PATIENCE_SECONDS s"
        sleep 0.2
    done
}

# call TOKEN URL BODY [HEADER…]: a write of a tenant's own program. The token goes in by a file descriptor, so that no
# process list shows it; what the server puts off is asked again with the same key.
call() {
    local token=$1 url=$2 body=$3 headers=()
    shift 3
    for header in "$@"; do headers+=(--header "$header"); done
    curl --silent --show-error --fail-with-body --max-time 20 --retry 4 --retry-all-errors "${headers[@]}" \
        --header 'Content-Type: application/json' --data "$body" \
        --config <(printf 'header = "Authorization: Bearer %s"\n' "$token") "$url" || fail "$url: $?"
}

# mcp COMMAND…: as the agent. Its token goes in by the environment, so that no process list shows it.
mcp() { TOLLGATE_TOKEN=$mcp_client "$tollgate" mcp "$@"; }

printf "The first hour with bin/tollgate ctl\n"

TOLLGATE_TENANT=$(ctl tenants create --name "First hour $mark" --kind team --plan team --quiet)
export TOLLGATE_TENANT
step 'a tenant' "$TOLLGATE_TENANT"

TOLLGATE_WORKSPACE=$(ctl workspaces create --name 'First hour' --slug "first-hour-$mark" --quiet)
export TOLLGATE_WORKSPACE
step 'a workspace' "$TOLLGATE_WORKSPACE"

for module in tasks crm activity integrations; do
    ctl modules set "$module" --enabled --quiet > /dev/null
done
step 'modules on' "$(ctl modules list --json | jq -r '[.[] | select(.enabled) | .key] | join(" ")')"

# A secret is shown this once: it stays in a variable, and goes nowhere else.
created=$(ctl api-keys create --name first-server --scopes tasks:read,tasks:write --json)
api_key=$(jq -er .secret <<< "$created")
step 'an API key' "$(jq -er .id <<< "$created")"
created=$(ctl mcp-clients create --name first-agent --scopes tasks:read,tasks:write --json)
mcp_client=$(jq -er .secret <<< "$created")
step 'an MCP client' "$(jq -er .id <<< "$created")"

ctl top-ups create --amount-micros 5000000 --quiet > /dev/null
topped_up() { ctl billing get --json | jq -e '.prepaid_micros >= 5000000' > /dev/null; }
await 'the top-up in the billing view' topped_up
step 'billing shown, topped up'
ctl billing get | sed 's/^/      /'

by_rest=$(call "$api_key" "$API/v1/tasks" '{"title":"The first write by REST"}' "Idempotency-Key: rest-$mark" \
    | jq -er .request_id) || fail 'the write by REST has no request id'
step 'a write by REST' "$by_rest"

arguments=$(jq -nc --arg key "mcp-$mark" '{title: "The first write by MCP", idempotency_key: $key}')
write_by_mcp() { by_mcp=$(mcp call "$MCP" create_task "$arguments" | jq -er .request_id); }
await 'the write by MCP' write_by_mcp
step 'a write by MCP' "$by_mcp"
step 'what the agent sees'
mcp check "$MCP" | sed 's/^/      /'

listed() { ctl "$1" list --request-id "$2" --json | jq -e 'length > 0' > /dev/null; }
for id in "$by_rest" "$by_mcp"; do
    await "$id in the audit" listed audit-events "$id"
    await "$id in the usage" listed usage-events "$id"
    ctl requests get "$id" --json | jq -e '.audit_events | length > 0' > /dev/null || fail "$id has no audit event"
    step 'audited and metered' "$id"
done
# A webhook. A receiver on this machine takes the delivery and checks its signature. A server elsewhere cannot reach
# it: then WEBHOOK_URL names a receiver that knows WEBHOOK_SECRET, or the step is left out.
webhooks() {
    local secret=${WEBHOOK_SECRET:-whsec_$(head -c 32 /dev/urandom | base64 | tr -d '\n')} webhook delivery attempt
    if [[ -z ${WEBHOOK_URL:-} ]]; then
        received=$(mktemp)
        TOLLGATE_WEBHOOK_SECRET=$secret "$tollgate" receive > "$received" &
        receiver=$!
        trap 'kill "$receiver" 2> /dev/null || true; rm -f "$received"' EXIT
        await 'a receiver on this machine' test -s "$received"
        WEBHOOK_URL=$(head -n 1 "$received")
    fi
    webhook=$(jq -nc --arg url "$WEBHOOK_URL" --arg secret "$secret" \
        '{name: "First hour", url: $url, event_types: ["task.*"], secret: $secret}' \
        | ctl webhooks create --file - --json | jq -er .id) || fail 'the webhook was refused'
    step 'a webhook' "$webhook"
    delivery=$(ctl webhooks test "$webhook" --event-type task.created --json | jq -er .id) || fail 'no test delivery'
    await "$delivery delivered" succeeded "$delivery"
    attempt=$(ctl webhook-deliveries get "$delivery" --json | jq -er '.attempts[0]
        | "attempt \(.number): \(.status_code) from \(.address) in \(.duration.total_micros / 1000) ms"')
    step 'a signed test delivery' "$delivery"
    step 'its attempt' "$attempt"
    if [[ -n ${received:-} ]]; then
        await 'the receiver says that the signature is good' verified
        step 'its signature' 'verified by the receiver'
    fi
}
succeeded() { ctl webhook-deliveries get "$1" --json | jq -e '.status == "succeeded"' > /dev/null; }
verified() { jq -Rne '[inputs | fromjson?] | any(.type == "task.created" and .verified)' "$received" > /dev/null; }
if [[ -n ${TOLLGATE_CONTROL:-} && -z ${WEBHOOK_URL:-} ]]; then
    step 'a webhook' 'left out: WEBHOOK_URL names no receiver'
else
    webhooks
fi
printf 'Done: everything above is in the audit and on the bill.\n'
