#!/usr/bin/env bash
# An operator's first day, with bin/tollgate ctl: find the way, set up a tenant without writing into another, explain a
# call and a bill, mend a webhook, invite a person, close a workspace. Each step asserts what it promises and stops the
# script with one line if it does not hold. "Before" is how it was once: docs/decisions/0087-the-first-day-is-a-script.md has the list.
#
#   bin/tollgate dev            in one terminal
#   docs/day-operator.sh        in another
#
# Needs bash, curl, jq and script (of util-linux).
day='day of an operator'
# shellcheck source=docs/day-common.sh
source "$(dirname "${BASH_SOURCE[0]}")/day-common.sh"
command -v script > /dev/null || fail 'script is not installed'
printf 'The first day of an operator\n'

# ---- Find the way

# Before: --help built for 18 s, then "Unknown option". Today it needs neither a build nor a server.
[[ $("$tollgate" dev --help) == *--fresh* ]] || fail 'dev --help does not help'
ctl_says 'Tollgate' --version
step 'help and version'

# Before: guesses were refused, with a suggestion far off or none.
ctl_refuses 'Did you mean: bin/tollgate ctl workspaces get' workspaces show
ctl_refuses 'ctl modules set KEY --enabled' modules enable crm
ctl_refuses 'Did you mean: bin/tollgate ctl tenants list' tenant list
step 'a wrong command leads to the right one'

# Before: the scopes there are, and the one an operation needs, were found by making an error.
ctl_says 'crm:write' scopes list
holds 'create_contact needs crm:write' '.scope == "crm:write"' "$(ctl operations get create_contact --json)"
step 'scopes, and what an operation needs'

# Before: "No valid credential for this surface was given." Today it says which token went where.
TOLLGATE_OPERATOR_TOKEN=tga_nobody ctl_refuses 'token from TOLLGATE_OPERATOR_TOKEN, sent to http' plans list
step 'a wrong token is named'

# ---- A tenant and its workspace

# Before: without --tenant a workspace was created in tenant Demo, and nothing said so.
acme="Acme $mark"
ctl_refuses 'which tenant?' workspaces create --name 'Acme production'
tenant=$(ctl tenants create --name "$acme" --kind team --plan developer --quiet)
ctl_says "on tenant $acme" workspaces create --tenant "$acme" --name 'Acme production' --slug production
step 'a write names its tenant' "$acme"

# Before: a slug was taken for every tenant, for ever.
bolt="Bolt $mark"
ctl tenants create --name "$bolt" --kind team --plan developer --quiet > /dev/null
ctl_says 'production' workspaces create --tenant "$bolt" --name 'Bolt production' --slug production
step 'the same slug in another tenant'

# Before: --tenant took ids only. Today names do, and `ctl use` chooses for the commands that follow.
ctl_says "in workspace Acme production" use "$acme/production"
workspace=$(ctl workspaces list --quiet)
ctl_says "of tenant $acme" modules set tasks --enabled
step 'chosen by name' "$workspace"
export TOLLGATE_TENANT=$tenant TOLLGATE_WORKSPACE=$workspace

# Before: "There is no module of this name."
ctl_refuses 'Did you mean crm? Modules: ' modules set crn --enabled
ctl modules set integrations --enabled --quiet > /dev/null
step 'an unknown module names those there are'

# Before: each fault was printed twice.
if said=$("$tollgate" ctl api-keys create --name wrong --scopes nonsense:read 2>&1); then fail 'a wrong scope was granted'; fi
(($(grep -c 'scopes' <<< "$said") == 1)) || fail "not said once: $said"
step 'a fault is said once'

created=$(ctl api-keys create --name orders --scopes tasks:read,tasks:write --json)
TOKEN=$(jq -er .secret <<< "$created")
agent=$(ctl mcp-clients create --name agent --scopes tasks:read --json | jq -er .secret)
step 'an API key and an MCP client' "$(jq -er .id <<< "$created")"

# ---- What happened?

request 201 POST "$API/v1/tasks" '{"title":"Call Ada"}'
call=$(field .request_id)
request 403 GET "$API/v1/webhooks"

# Before: a request was found only together with its workspace.
recorded() { ctl requests get "$call" --json | jq -e '.usage_state == "recorded"' > /dev/null; }
await 'the call in usage' recorded
holds 'audit and usage of the call' '.operation == "create_task" and (.audit_events | length > 0)' \
    "$(ctl requests get "$call" --json)"
step 'a request by its id alone' "$call"

# Before: the audit of a tenant had no call of its workspaces, and no filter by time.
audited() {
    ctl audit-events list --tenant "$acme" --outcome missing_required_scope --since 2h --json \
        | jq -e 'any(.[]; .operation == "list_webhooks")' > /dev/null
}
await 'the refused call in the audit' audited
step 'refused calls of a tenant, by time'

# Before: an unknown word found nothing, silently.
ctl_refuses 'is not an outcome' audit-events list --outcome insufficient
ctl_refuses 'Did you mean api_key.revoke' audit-events list --action revoke
ctl_refuses 'dimension' usage list --group-by day,operation
step 'unknown words are refused'

# Before: 80 columns showed ids and time, 160 still no outcome, and nothing said what was missing.
in_terminal() { # COLUMNS COMMAND…
    script -qec "stty cols $1; COLUMNS=$1 $(printf '%q ' "$tollgate" ctl "${@:2}")" /dev/null < /dev/null | tr -d '\r'
}
table=$(in_terminal 80 audit-events list --limit 5)
heading=$(sed -n 1p <<< "$table")
[[ $heading == *ACTION*OUTCOME*TIME* && ${#heading} -le 80 && $table == *'left out: '* ]] || fail "at 80 columns: $table"
step 'outcome and time at 80 columns'

# Before: nothing showed whether the parts of the installation are well.
holds 'every part is well' '.status == "up"' "$(ctl system get --json)"
step 'the health of every part'

# Before: the audit did not tell a dry run from a write.
request 200 POST "$API/v1/tasks?dry_run=true" '{"title":"Only asked"}'
asked=$(field .request_id)
audited_as_dry() { ctl requests get "$asked" --json | jq -e .dry_run > /dev/null; }
await 'the dry run in the audit' audited_as_dry
step 'a dry run is one in the audit'

# ---- Money

# Before: money that the cap makes useless was added without a word.
holds 'a warning' '.warning | length > 0' "$(ctl top-ups create --amount-micros 2000000 --json)"
step 'a useless top-up says so'

# Before: 402 said nothing to do, its billing_url opened for no caller, and the customer's cap stopped the operator too.
ctl override set --cap-micros 1 --reason 'end of the trial' --quiet > /dev/null
capped() { [[ $(status POST "$API/v1/tasks" '{"title":"One more"}') == 402 ]]; }
await 'the cap' capped
answers 'the next step' '.code == "monthly_cap_reached" and (.detail | contains("request_plan"))'
opens "$(field .billing_url)"
ctl api-keys create --name while-capped --scopes tasks:read --json > /dev/null
step '402 says what to do; the operator goes on'

# Before: a deleted override was printed as if it held.
ctl_says 'Deleted. It was:' override delete
step 'deleted is said to be deleted'

# Before: usage and bill differed, by what belongs to no workspace.
adds_up() {
    local usage spend
    usage=$(ctl usage list --tenant "$acme" --group-by workspace --json | jq '[.[].charge_micros] | add')
    spend=$(ctl billing get --json | jq .spend_micros)
    ((spend > 0 && usage == spend))
}
await 'usage that adds up to the bill' adds_up
step 'usage and bill are the same number' "$(ctl billing get --json | jq .spend_micros) micros"

# Before: "charge included usage", in micros; times as they come.
holds 'a note in every entry' 'length > 1 and all(.[]; .note | length > 0)' "$(ctl ledger list --json)"
ctl_says '$5.00' billing get
ctl_says ' UTC, in ' billing get
step 'entries say what for, money is money'

# Before: only usage and statements.
for list in audit-events usage-events ledger webhook-deliveries; do
    csv=$(ctl "$list" list --csv)
    [[ $(sed -n 1p <<< "$csv") == *id,* ]] || fail "$list has no CSV: ${csv:0:200}"
done
step 'CSV of audit, usage, ledger, deliveries'

# ---- A webhook that fails

# Before: --quiet was refused although the secret is the caller's own.
secret=whsec_$(head -c 32 /dev/urandom | base64 | tr -d '\n')
receive 500
webhook=$(jq -nc --arg url "$receiver_url" --arg secret "$secret" \
    '{name: "Orders", $url, event_types: ["task.*"], max_attempts: 1, $secret}' \
    | ctl webhooks create --file - --quiet)
step 'a webhook with a secret of our own' "$webhook"

request 201 POST "$API/v1/tasks" '{"title":"Tell the receiver"}'
failed() { [[ -n $(ctl webhook-deliveries list --status failed --quiet) ]]; }
await 'the failed delivery' failed

# Before: the list showed no status of HTTP: each delivery had to be opened.
holds 'the status in the list' '.[0].last_status_code == 500' "$(ctl webhook-deliveries list --status failed --json)"

# Before: durations were printed as dollars.
delivery=$(ctl webhook-deliveries list --status failed --quiet)
holds 'the status of the attempt' '.attempts[0].status_code == 500' "$(ctl webhook-deliveries get "$delivery" --json)"
[[ $(ctl webhook-deliveries get "$delivery") =~ [0-9]\ (ms|µs) ]] || fail "$delivery shows no duration"
step 'a delivery shows status and duration'

# Before: a dry run had an id and was "running"; what had been replayed matched again.
to_replay() { ctl webhook-replays create --webhook-id "$webhook" --delivery-status failed --dry-run --json; }
holds 'a count and nothing else' '.matched == 1 and (has("id") | not) and .status != "running"' "$(to_replay)"
receive 204 "$(sed 's|.*:||; s|/||' <<< "$receiver_url")"
ctl webhook-replays create --webhook-id "$webhook" --delivery-status failed --quiet > /dev/null
replayed() { to_replay | jq -e '.matched == 0' > /dev/null; }
await 'nothing left to replay' replayed
step 'a replay counts first, and once is enough'

# ---- People

# Before: a member needed the subject of the identity provider; an email address was taken for one, and nobody came.
invited=$(ctl invitations create --workspace "$workspace" --email ada@example.org --role member --json)
holds 'a link to send' '.status == "pending" and (.link | startswith("http"))' "$invited"
ctl members create --subject user_01ADA --role member --quiet > /dev/null
holds 'who never signed in' '.[0] | has("last_signed_in_at") | not' "$(ctl members list --json)"
step 'an invitation, and who never signed in'

# ---- The end

# Before: archiving asked nothing. Today it names its workspace, says where it acted, and can be undone for 30 days.
ctl_refuses 'which one?' workspaces archive
ctl_says "of tenant $acme" workspaces archive "$workspace"
TOKEN=$agent
closed() { [[ $(status POST "$MCP" '{"jsonrpc":"2.0","id":1,"method":"tools/list"}') == 403 ]]; }
await 'the agent outside' closed
answers 'why' '.code == "workspace_not_active"'
# Before: its credentials were still listed as active.
holds 'the agent is inactive' '.[0].status == "inactive"' "$(ctl mcp-clients list --json)"
ctl workspaces restore "$workspace" --quiet > /dev/null
step 'archived, and restored'

printf 'Done: docs/decisions/0087-the-first-day-is-a-script.md says how each of these was before.\n'
