#!/usr/bin/env bash
# An integrator's first day, with curl: read the documents, copy 500 contacts, search, change, receive events. Each step
# asserts what it promises and stops the script with one line if it does not hold. "Before" is how it was once:
# docs/decisions/0087-the-first-day-is-a-script.md has the list. docs/sync.md is the guide to the same, docs/clients has generated clients.
#
#   bin/tollgate dev            in one terminal
#   docs/day-integrator.sh      in another
#
# Needs bash, curl and jq.
day='day of an integrator'
# shellcheck source=docs/day-common.sh
source "$(dirname "${BASH_SOURCE[0]}")/day-common.sh"
printf 'The first day of an integrator\n'

# ---- Documents

# Before: no guide to REST: the lifetime of a key, cursors, retries and prices had to be tried out.
request 200 GET "$API/llms.txt"
for page in rest.md sync.md webhooks.md errors.md; do
    grep -qF "/docs/$page" "$answer" || fail "llms.txt does not list $page"
    opens "$API/docs/$page"
done
step 'guides as Markdown, listed in llms.txt'

# Before: headers and parameters without description, no payloads of events, untyped problems of batches.
request 200 GET "$API/openapi.json"
answers 'every parameter is described' \
    '[.paths[][] | objects | .parameters[]? | select((has("$ref") or has("description")) | not)] == []'
answers 'events have payloads' '.webhooks | length > 20 and all(.[]; .post.requestBody.content["application/json"].schema)'
answers 'a problem has a schema' '.components.schemas.Problem.properties | has("code") and has("field_errors")'
step 'OpenAPI: parameters, headers, events' "$(field '.webhooks | length') events"

# Before: "No valid credential for this surface was given."
TOKEN=tgk_wrong
request 401 GET "$API/v1/workspace"
answers 'which token belongs where' '.detail | contains("tgk_") and (contains("surface") | not)'
opens "$(field .type)"
step '401 says which token belongs where'

# Before: the demo key could not create a contact.
TOKEN=$(dev '.credentials["server-webhook-sync"]')
request 201 POST "$API/v1/contacts" '{"name":"Ada Lovelace"}'
step 'the demo key creates a contact' "$(field .data.id)"

# A workspace of our own, so that its numbers are ours alone.
TOLLGATE_TENANT=$(ctl tenants create --name "Integrator $mark" --kind team --plan team --quiet)
export TOLLGATE_TENANT
TOLLGATE_WORKSPACE=$(ctl workspaces create --name Sync --quiet)
export TOLLGATE_WORKSPACE
for module in crm tasks integrations; do ctl modules set "$module" --enabled --quiet > /dev/null; done
TOKEN=$(ctl api-keys create --name sync --json \
    --scopes crm:read,crm:write,tasks:read,tasks:write,integrations:read,integrations:write,usage:read | jq -er .secret)

# ---- A webhook before the first copy, so that no change is missed

secret=whsec_$(head -c 32 /dev/urandom | base64 | tr -d '\n')
receive 204
request 201 POST "$API/v1/webhooks" \
    "$(jq -nc --arg url "$receiver_url" --arg secret "$secret" '{name: "Sync", $url, event_types: ["contact.*"], $secret}')"
step 'a webhook' "$(field .data.id)"

# ---- First copy: 500 contacts in five batches

contacts() { # FROM
    jq -nc --argjson from "$1" '{items: [range($from; $from + 100)
        | {name: "Person \(.)", email: "person-\(.)@example.org",
            external_source: "erp", external_id: "\(.)", custom_fields: {account: "acc-\(.)"}}]}'
}
for from in 0 100 200 300 400; do
    request 200 POST "$API/v1/contacts/batch" "$(contacts "$from")" "Idempotency-Key: copy-$mark-$from"
    answers 'each of 100 is created' '.data | length == 100 and all(.[]; .data.id)'
done
step '500 contacts in five batches' "$(grep -i '^tollgate-charge-micros' "$head" | tr -d '\r' | cut -d ' ' -f 2) micros for 100"

# Before already: a batch that is sent again does nothing and costs nothing.
request 200 POST "$API/v1/contacts/batch" "$(contacts 400)" "Idempotency-Key: copy-$mark-400"
has_header 'Idempotency-Replayed: true'
has_header 'Tollgate-Charge-Micros: 0'
request 409 POST "$API/v1/contacts/batch" "$(contacts 0)" "Idempotency-Key: copy-$mark-400"
step 'a repeated batch takes effect once'

# Before: without a table of IDs a second copy made duplicates.
request 200 POST "$API/v1/contacts/batch?on_existing=update" "$(contacts 400)"
answers 'the same contacts, unchanged' '.data | length == 100 and all(.[]; .data.version == 1)'
request 200 POST "$API/v1/contacts?on_existing=update" \
    '{"name":"Person 77","external_source":"erp","external_id":"77","job_title":"Clerk"}'
answers 'the contact of the same ID is changed' '.data.version == 2 and .data.email == "person-77@example.org"'
step 'copied again by external IDs: nothing twice'

# Before: one faulty item refused all 100, and the fault was a regular expression.
request 200 POST "$API/v1/contacts/batch" \
    '{"items":[{"name":"Grace Hopper"},{"name":"Nobody","email":"no address"},{"name":"Mary Jackson"}]}'
answers 'two of three' '[.data[] | has("data")] == [true, false, true]'
answers 'the fault in words' '.data[1].problem.field_errors[0] | (.field | endswith("email")) and (.message | contains("^") | not)'
step 'a faulty item holds up no other' "$(field '.data[1].problem.field_errors[0].message')"

count=0
cursor=
while :; do
    request 200 GET "$API/v1/contacts?limit=100$cursor"
    count=$((count + $(field '.data | length')))
    next=$(jq -r '.next_cursor // empty' "$answer")
    [[ -n $next ]] || break
    cursor="&cursor=$next"
done
((count == 502)) || fail "pages have $count contacts instead of 502"
step 'all of them on pages' "$count"

verified() {
    (($(jq -Rn '[inputs | fromjson? | select(.verified and .type == "contact.created") | .webhook_id] | unique | length' \
        "$received") == 502))
}
await 'an event for each contact' verified
step 'an event for each, its signature verified'

# ---- Look up

# Before: "Ad" did not find Ada, nor "ada" a record that has "Ada"; custom fields could not be filtered.
request 200 GET "$API/v1/contacts?query=hop"
answers 'the beginning of a word finds it' '[.data[].name] == ["Grace Hopper"]'
request 200 GET "$API/v1/contacts?custom_fields.account=acc-77"
answers 'a custom field finds its record' '[.data[].name] == ["Person 77"]'
contact=$(field '.data[0].id')
step 'found by a beginning, by a custom field' "$contact"

# Before: group_by=dayzzz and day,operation were answered with other groups than asked for.
for wrong in dayzzz day,operation day,,dimension; do
    request 422 GET "$API/v1/usage?group_by=$wrong"
    answers 'the words there are' '.detail | contains("group_by")'
done
request 200 GET "$API/v1/usage?group_by=day,dimension"
step 'an unknown group is refused'

# ---- Change

request 200 GET "$API/v1/contacts/$contact"
request 304 GET "$API/v1/contacts/$contact" '' 'If-None-Match: "2"'
request 200 PATCH "$API/v1/contacts/$contact" '{"job_title":"Analyst"}' 'If-Match: "2"'
request 412 PATCH "$API/v1/contacts/$contact" '{"job_title":"Countess"}' 'If-Match: "2"'
step 'ETags: 304, 412'

# Before: a second copy made doubles, unless the integrator kept a table of ids.
erp() { printf '{"name":"%s","external_source":"erp","external_id":"4711"}' "$1"; }
request 201 POST "$API/v1/contacts?on_existing=update" "$(erp Katherine)"
request 200 POST "$API/v1/contacts?on_existing=update" "$(erp 'Katherine Johnson')"
request 409 POST "$API/v1/contacts" "$(erp Somebody)"
request 200 GET "$API/v1/contacts?external_source=erp&external_id=4711"
answers 'one record of the pair' '[.data[].name] == ["Katherine Johnson"]'
contact=$(field '.data[0].id')
step 'created once, updated by its external id' "$contact"

# Before: changes could be had by events alone.
request 200 GET "$API/v1/contacts?deleted=true&updated_since=2026-01-01"
until=$(field .updated_until)
request 200 PATCH "$API/v1/contacts/$contact" '{"job_title":"Analyst"}'
changed() {
    request 200 GET "$API/v1/contacts?updated_since=$until&limit=100"
    jq -e --arg id "$contact" 'any(.data[]; .id == $id and .job_title == "Analyst")' "$answer" > /dev/null
}
await 'the change' changed
request 200 DELETE "$API/v1/contacts/$contact"
deleted() {
    request 200 GET "$API/v1/contacts?deleted=true&updated_since=$until"
    jq -e --arg id "$contact" 'any(.deleted[]; .id == $id and .external_id == "4711")' "$answer" > /dev/null
}
await 'the deletion' deleted
request 200 GET "$API/v1/contacts?sort=name&limit=1"
answers 'sorted' '.data[0].name | startswith("Grace")'
step 'changes and deletions since a time; sorted'
request 200 GET "$API/v1/contacts?custom_fields.account=acc-77"
contact=$(field '.data[0].id')

# Before: "is not a field here", and nothing about the fields there are.
request 422 PATCH "$API/v1/contacts/$contact" '{"nmae":"Ada"}'
answers 'the nearest field' '.field_errors[0].message | contains("did you mean name?") and contains("job_title")'
step 'a wrong field names the nearest' "$(field '.field_errors[0].message' | cut -c 1-60)…"

# Before: a dry run answered 201 with a Location and an id that never was.
request 200 POST "$API/v1/contacts?dry_run=true" '{"name":"Nobody"}'
has_header 'Tollgate-Dry-Run: true'
answers 'no id' '.dry_run and (.data | has("id") | not)'
! grep -qi '^location:' "$head" || fail 'a dry run has a Location'
step 'a dry run says that it is one'

# Before already: rates and prices are in every answer.
request 200 GET "$API/v1/contacts/$contact"
has_header 'RateLimit: '
has_header 'Tollgate-Charge-Micros: 20'
has_header 'Tollgate-Balance-Micros: '
step 'rate, charge and balance in the answer'

printf 'Done: docs/decisions/0087-the-first-day-is-a-script.md says how each of these was before.\n'
