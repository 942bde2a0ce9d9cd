#!/usr/bin/env bash
# An agent's first day, with the messages that an MCP client sends: a list that fits, one task from search to deal,
# refusals that teach. Each step asserts what it promises and stops the script with one line if it does not hold.
# "Before" is how it was once: docs/decisions/0087-the-first-day-is-a-script.md has the list. `bin/tollgate bench
# agents` counts tokens.
#
#   bin/tollgate dev            in one terminal
#   docs/day-agent.sh           in another
#
# Needs bash, curl and jq.
day='day of an agent'
# shellcheck source=docs/day-common.sh
source "$(dirname "${BASH_SOURCE[0]}")/day-common.sh"
printf 'The first day of an agent\n'

# About four bytes are a token.
BYTES_PER_TOKEN=4
fits() { # WHAT TOKENS
    local bytes
    bytes=$(jq -c .result.tools "$answer" | wc -c)
    ((bytes <= $2 * BYTES_PER_TOKEN)) || fail "$1 has $bytes bytes, more than $2 tokens"
    step "$1" "$(field '.result.tools | length') tools, about $((bytes / BYTES_PER_TOKEN)) tokens"
}

# ---- A list that fits into a context

TOKEN=$(dev '.credentials["founder-agent"]')

# Before: what all tools have in common was in every one of them.
mcp 200 initialize '{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"day","version":"1"}}'
answers 'what all tools have in common' '.result.instructions | contains("idempotency_key") and contains("exact value")'
step 'instructions say it once'

# Before: 24,100 tokens for 32 tools, 55 % of them output schemas.
mcp 200 tools/list '{}'
answers 'no output schema' 'all(.result.tools[]; has("outputSchema") | not)'
fits 'the list' "$(($(field '.result.tools | length') * 200))"
mcp 200 tools/list '{}' '?output_schemas=true'
answers 'output schemas on request' 'all(.result.tools[]; has("outputSchema"))'

# Before: no filter.
mcp 200 tools/list '{}' '?toolsets=tasks&readonly=true'
answers 'two reads of tasks' '[.result.tools[].name] | sort == ["get_task", "list_tasks"]'
tool_refused tool_not_offered create_task '{"title":"Not over this connection"}' '?toolsets=tasks&readonly=true'
mcp 400 tools/list '{}' '?toolsets=taks'
step 'narrowed to the reads of tasks'

mcp 200 tools/list '{}' '?discover=true'
answers 'three tools' '[.result.tools[].name] == ["search_tools", "describe_tools", "call_tool"]'
fits 'with discover=true' 600
tool search_tools '{"query":"log a phone call"}' '?discover=true'
answers 'found by words' '[.result.structuredContent.data[].name] | index("log_activity") != null'

# Before: the agent of the demo could not read what it wrote.
tool create_task '{"title":"Call Ada","idempotency_key":"'"day-$mark"'"}'
task=$(data .id)
tool get_task '{"id":"'"$task"'"}'
tool search_activities '{"limit":1}'
step 'the demo agent reads what it writes' "$task"

# Before: modules without a single operation had scopes and prices.
tool get_workspace '{}'
answers 'only modules that are built' '.result.structuredContent.data.modules | sort == ["activity", "analytics", "assets", "bi", "cms", "crm", "integrations", "support", "tasks"]'
step 'only modules that have operations'

# ---- A task: find Ada, log a call, follow up on Friday, move the deal

TOLLGATE_TENANT=$(ctl tenants create --name "Agent $mark" --kind team --plan team --quiet)
export TOLLGATE_TENANT
TOLLGATE_WORKSPACE=$(ctl workspaces create --name Agent --quiet)
export TOLLGATE_WORKSPACE
for module in crm tasks activity; do ctl modules set "$module" --enabled --quiet > /dev/null; done
TOKEN=$(ctl mcp-clients create --name agent --json \
    --scopes crm:read,crm:write,tasks:read,tasks:write,activity:read,activity:write,usage:read | jq -er .secret)

# Before: no tool told the time, nor what is left to spend.
tool get_workspace '{}'
answers 'time and balance' '.result.structuredContent.data | has("now") and .time_zone == "UTC" and .balance_micros > 0'
step 'time, its zone and balance' "$(data .now)"

tool create_contact '{"name":"Ada Lovelace","email":"ada@example.org"}'
tool create_deal_stage '{"name":"Open","position":1}'
tool create_deal_stage '{"name":"Won","position":2,"outcome":"won"}'
tool create_deal '{"title":"Yearly licence","stage":"Open"}'

# Before: "Ad" found nobody.
tool search_contacts '{"query":"ad"}'
contact=$(data '[0].id')
[[ $(data '[0].name') == 'Ada Lovelace' ]] || fail '"ad" does not find Ada'
step 'Ada, by the beginning of her name' "$contact"

# Before: three of four first tries failed, and the refusals did not say what would be right.
tool_refused validation_failed log_activity '{"type":"call","subject":"Called Ada"}'
answers 'the fields there are' '.result._meta["dev.tollgate/problem"].field_errors | any(.[]; .message | contains("summary"))'
tool log_activity '{"type":"call","summary":"Called Ada","contact_id":"'"$contact"'"}'
call=$(data .id)
step 'a call; a wrong field names the right ones'

# Before: due_at refused a day.
tool create_task '{"title":"Send the offer","due_at":"2030-12-06","contact_id":"'"$contact"'"}'
[[ $(data .due_at) == 2030-12-06T00:00:00Z ]] || fail "due at $(data .due_at)"
step 'a follow-up on Friday' "$(data .due_at)"

# Before: an activity about nobody was kept for ever, and could not be corrected.
tool_refused validation_failed log_activity '{"type":"call","summary":"Nobody","contact_id":"con_01m8afqfxperet0m4s2pngpy3a"}'
tool log_activity '{"type":"call","summary":"Called Ada twice","contact_id":"'"$contact"'","supersedes_id":"'"$call"'"}'
tool search_activities '{"contact_id":"'"$contact"'"}'
answers 'the correction alone' '[.result.structuredContent.data[].summary] == ["Called Ada twice"]'
step 'references are checked; a correction supersedes'

# Before: a deal showed stage_id alone, and a stage was taken by its id only.
tool list_deals '{"query":"licence"}'
deal=$(data '[0].id')
[[ $(data '[0].stage.name') == Open ]] || fail "the stage has no name: $(data '[0].stage')"
tool update_deal '{"id":"'"$deal"'","stage":"Won"}'
[[ $(data .status) == won ]] || fail "the deal is $(data .status)"
step 'the deal is won, by the name of the stage' "$deal"

# ---- Refusals and answers

# Before: "There is no such tool."
mcp 200 tools/call '{"name":"find_contact","arguments":{}}'
answers 'the nearest tools' '.error.code == -32602 and (.error.message | contains("search_contacts"))'
step 'a wrong tool names the nearest'

# Before: nothing told a dry run from a write.
tool create_contact '{"name":"Nobody","dry_run":true}'
answers 'no id' '.result.structuredContent | .dry_run and (.data | has("id") | not)'
step 'a dry run says that it is one'

# Before: 63 % of an answer was for synchronization.
tool create_contacts "$(jq -nc '{items: [range(25) | {name: "Person \(.)", email: "person-\(.)@example.org"}]}')"
tool search_contacts '{"query":"person"}'
answers 'how many there are' '.result.structuredContent.total == 25'
answers 'concise' '.result.structuredContent.data | length == 25 and all(.[]; has("id") and (has("workspace_id") or has("created_at") | not))'
answers 'the text has every id' '(.result.content[0].text | fromjson | [.data[].id]) == [.result.structuredContent.data[].id]'
concise=$(jq -c .result.structuredContent "$answer" | wc -c)
tool search_contacts '{"query":"person"}' '?detailed=true'
answers 'detailed on request' 'all(.result.structuredContent.data[]; has("created_at"))'
detailed=$(jq -c .result.structuredContent "$answer" | wc -c)
((concise * 10 <= detailed * 6)) || fail "concise is $concise bytes of $detailed"
step '25 contacts, concise' "$concise bytes; detailed $detailed"

# The same through three tools: the operation itself, at its price.
tool call_tool '{"name":"search_contacts","arguments":{"query":"ad"}}' '?discover=true'
[[ $(data '[0].id') == "$contact" ]] || fail 'call_tool finds somebody else'
answers 'its price' '.result._meta["dev.tollgate/charge_micros"] == 150'
step 'the same by call_tool'

printf 'Done: docs/decisions/0087-the-first-day-is-a-script.md says how each of these was before.\n'
