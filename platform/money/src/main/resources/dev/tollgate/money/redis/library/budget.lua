-- Budgets of credentials: what they leave for a hold, and how their copies are published.

local BUDGET_KEPT_MS = 604800000

-- starts, turn, end_bucket: the first buckets of the budget's period, of the next one, and of the one after it. A
-- budget is of an incarnation of its account; what no hold has used for a week is not kept.
local BUDGET = kind('B1', 'seq', 'inc', 'closed', 'starts', 'turn', 'end_bucket', 'left', 'next_left')
BUDGET.kept_ms = BUDGET_KEPT_MS

-- What a budget leaves for a hold in bucket b, and the first buckets of its next period and of the one that this is of.
local function budget_left(budget, b)
    if not budget.old then
        add_up(budget)
    end
    if b < budget.turn then
        return budget.left - budget.old, budget.turn, budget.starts
    end
    return budget.next_left - budget.new, budget.end_bucket, budget.turn
end

-- Replaces the figures of a budget, and never takes its close back either. A budget is made where there is none of the
-- account's incarnation: then no hold has counted against it in this incarnation. Without a current copy of the account
-- it changes nothing.
local function publish_budget(account_key, key, args, at, run)
    local copy, seq, inc = look_at(ACCOUNT, account_key), whole(args[at]), whole(args[at + 1])
    if not copy or copy.ready ~= 1 or not whole_state(copy) or copy.inc ~= inc then
        return 0
    end
    local budget = read_state(BUDGET, key)
    if not budget or budget.inc ~= inc or not whole_state(budget) then
        budget = { seq = 0, inc = inc, closed = 0, buckets = {}, held = {} }
    end
    if seq <= budget.seq then
        return 1
    end
    if whole(args[at + 2]) < budget.closed then
        return 3
    end
    budget.run, budget.seq, budget.closed = run, seq, whole(args[at + 2])
    budget.starts, budget.turn, budget.end_bucket = whole(args[at + 3]), whole(args[at + 4]), whole(args[at + 5])
    budget.left, budget.next_left = whole(args[at + 6]), whole(args[at + 7])
    forget(budget, budget.closed)
    write_state(BUDGET, key, budget)
    return 2
end

-- keys: account and budget of each entry; args of each entry: seq inc closed starts turn end_bucket left
-- next_left.
local function publishes_of_budgets(keys, args)
    local run, verdicts = current_run(), {}
    for i = 1, #keys / 2 do
        local ok, verdict = pcall(publish_budget, keys[i * 2 - 1], keys[i * 2], args, i * 8 - 7, run)
        verdicts[i] = ok and verdict or BROKEN
    end
    return verdicts
end
