# shellcheck shell=bash
# What the scripts of the three days share; they source it. It expects $day, the beginning of an error message.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
tollgate=${TOLLGATE:-$here/bin/tollgate}
dev_json=${TOLLGATE_HOME:-$here/.tollgate}/dev.json
PATIENCE_SECONDS=30
TRIES_MAX=5
mark="$(date +%s)-$RANDOM"
calls=0
receiver=

fail() { printf '%s: %s\n' "$day" "$*" >&2; exit 1; }
step() { printf '  %-48s %s\n' "$1" "${2:-}"; }

for tool in curl jq; do
    command -v "$tool" > /dev/null || fail "$tool is not installed"
done
[[ -r $dev_json ]] || fail "start bin/tollgate dev first"

# A home of its own: what `ctl use` chooses here changes nothing elsewhere.
TOLLGATE_HOME=$(mktemp -d)
export TOLLGATE_HOME
unset TOLLGATE_CONTROL TOLLGATE_OPERATOR_TOKEN TOLLGATE_TENANT TOLLGATE_WORKSPACE
trap '[[ -z $receiver ]] || kill "$receiver" 2> /dev/null; rm -rf "$TOLLGATE_HOME"' EXIT
cp "$dev_json" "$TOLLGATE_HOME/dev.json"
answer=$TOLLGATE_HOME/answer
head=$TOLLGATE_HOME/head
received=$TOLLGATE_HOME/received

dev() { jq -er "$1" "$TOLLGATE_HOME/dev.json"; }
API=$(dev .api)
MCP=$(dev .mcp)
TOKEN=none

# ---- the command line

ctl() { "$tollgate" ctl "$@" || fail "ctl $*: exit code $?"; }

# ctl_says TEXT COMMAND…: it succeeds and says the text
ctl_says() {
    local text=$1 said
    shift
    said=$("$tollgate" ctl "$@" 2>&1) || fail "ctl $*: $said"
    [[ $said == *"$text"* ]] || fail "ctl $* does not say \"$text\": $said"
}

# ctl_refuses TEXT COMMAND…: it is refused, with the text
ctl_refuses() {
    local text=$1 said
    shift
    if said=$("$tollgate" ctl "$@" 2>&1); then
        fail "ctl $* is not refused: $said"
    fi
    [[ $said == *"$text"* ]] || fail "ctl $* does not say \"$text\": $said"
}

# holds WHAT FILTER JSON: the jq filter is true of it
holds() {
    jq -e "$2" <<< "$3" > /dev/null 2>&1 || fail "$1: not so: ${3:0:400}"
}

# receive STATUS [PORT]: a receiver of webhooks on this machine, which knows $secret and answers the status; its address
# is in $receiver_url, a line for each delivery in $received
receive() {
    [[ -z $receiver ]] || { kill "$receiver" && wait "$receiver" || true; }
    : > "$received" # or the line of the receiver before would be taken for that of this one
    TOLLGATE_WEBHOOK_SECRET=$secret "$tollgate" receive --status "$1" --port "${2:-0}" > "$received" &
    receiver=$!
    await 'a receiver on this machine' test -s "$received"
    receiver_url=$(sed -n 1p "$received")
}

# ---- calls

# status METHOD URL [BODY] [HEADER…]: calls with $TOKEN and prints the status; the answer is in $answer, its head in $head
status() {
    local method=$1 url=$2 body=${3:-} arguments
    shift $(($# < 3 ? $# : 3))
    arguments=(--silent --max-time 20 --output "$answer" --dump-header "$head" --write-out '%{http_code}' --request "$method")
    [[ -z $body ]] || arguments+=(--header 'Content-Type: application/json' --data "$body")
    for header in "$@"; do arguments+=(--header "$header"); done
    # The token goes in by a file descriptor, so that no process list shows it.
    curl "${arguments[@]}" --config <(printf 'header = "Authorization: Bearer %s"\n' "$TOKEN") "$url" \
        || fail "$method $url: no answer"
}

# request STATUS METHOD URL [BODY] [HEADER…]: the same, and the status must be this one. Each write has an idempotency
# key, and what says "later" is asked again with it.
request() {
    local expected=$1 method=$2 url=$3 body=${4:-} got try
    shift $(($# < 4 ? $# : 4))
    if [[ $method != GET && $url != "$MCP"* && "$*" != *Idempotency-Key:* ]]; then
        calls=$((calls + 1))
        set -- "$@" "Idempotency-Key: $mark-$calls"
    fi
    for ((try = 1; ; try++)); do
        got=$(status "$method" "$url" "$body" "$@")
        [[ $got != "$expected" ]] || return 0
        [[ $got =~ ^(429|503|504)$ && $try -lt $TRIES_MAX ]] || break
        sleep "$(jq -r '.retry_after_seconds // 1' "$answer" 2> /dev/null || printf 1)"
    done
    fail "$method $url: $got instead of $expected: $(head -c 400 "$answer")"
}

# field FILTER: what the answer has there
field() { jq -er "$1" "$answer" || fail "no $1 in: $(head -c 400 "$answer")"; }

# answers WHAT FILTER: the jq filter is true of the answer
answers() {
    jq -e "$2" "$answer" > /dev/null 2>&1 || fail "$1: not so: $(head -c 400 "$answer")"
}

# has_header TEXT: a line of the answer's head, whatever its case
has_header() { grep -qiF -- "$1" "$head" || fail "no header \"$1\": $(tr -d '\r' < "$head" | head -c 400)"; }

# opens URL: a page that needs no credential
opens() { curl --silent --fail --max-time 20 --output /dev/null "$1" || fail "$1 does not open"; }

# await WHAT COMMAND…: until the command succeeds, or patience ends
await() {
    local what=$1 end=$((SECONDS + PATIENCE_SECONDS))
    shift
    until "$@"; do
        ((SECONDS < end)) || fail "$what: not seen within $PATIENCE_SECONDS s"
        sleep 0.2
    done
}

# ---- MCP

# mcp STATUS METHOD PARAMS [OPTIONS]: a message to the endpoint, with options in its URL such as ?readonly=true
mcp() {
    local message
    message=$(jq -nc --arg method "$2" --argjson params "$3" '{jsonrpc: "2.0", id: 1, $method, $params}')
    request "$1" POST "$MCP${4:-}" "$message" 'Accept: application/json, text/event-stream' \
        'MCP-Protocol-Version: 2025-11-25'
}

# tool NAME ARGUMENTS [OPTIONS]: a call that succeeds
tool() {
    mcp 200 tools/call "$(jq -nc --arg name "$1" --argjson arguments "$2" '{$name, $arguments}')" "${3:-}"
    answers "$1" '.result | has("structuredContent") and (.isError | not)'
}

# tool_refused CODE NAME ARGUMENTS [OPTIONS]: a call that is refused with this code
tool_refused() {
    mcp 200 tools/call "$(jq -nc --arg name "$2" --argjson arguments "$3" '{$name, $arguments}')" "${4:-}"
    answers "$2 is refused" '.result | .isError and ._meta["dev.tollgate/problem"].code == "'"$1"'"'
}

# data FILTER: what the answer of a tool has there
data() { field ".result.structuredContent.data$1"; }
