-- Holds, and their release.

local BUDGETED = 8

-- Everything one call has read and will write.
local function session()
    return { states = {}, changed = {}, due = {}, moved = {}, fresh = {}, numbers = {}, later = {} }
end

local function state_of(session, of, key)
    local state = session.states[key]
    if state == nil then
        state = read_state(of, key) or false
        session.states[key] = state
    end
    return state
end

local function write(session, now)
    for key, names in pairs(session.moved) do
        local fields = {}
        for name in pairs(names) do
            fields[#fields + 1] = name
            fields[#fields + 1] = digits(session.due[key][name])
        end
        redis.call('HSET', key, unpack(fields))
        renew(key, session.fresh[key], now)
    end
    for key, of in pairs(session.changed) do
        write_state(of, key, session.states[key])
    end
end

local function answer(code, inc, bucket, available, room, aged, rate, remaining, reset, extra)
    return struct.pack('<dddddddddd', code, inc, bucket, available, room, aged, rate, remaining, reset, extra)
end

-- Answers the verdict, and for a call with a budget what is left of it, the first bucket of its next period, and its
-- oldest bucket with holds that can no longer be charged.
local function hold(session, account_key, rate_key, budget_key, args, at, count, run, now)
    local cost, first = whole_of(session, args[at]), at + 2
    local copy = state_of(session, ACCOUNT, account_key)
    if not copy or copy.ready ~= 1 or not whole_state(copy) then
        return answer(LOST, 0, 0, 0, 0, 0, 0, 0, 0, now / 1000), 0, 0, 0
    end
    local b, aged = bucket_of(copy, now), aged_of(copy, now)
    local budget, rest, ends, budget_aged
    if budget_key then
        budget = state_of(session, BUDGET, budget_key)
        if not budget or budget.inc ~= copy.inc or not whole_state(budget) then
            return answer(BUDGET_LOST, copy.inc, b, 0, 0, aged, 0, 0, 0, now / 1000), 0, 0, 0
        end
        b, budget_aged = math.max(b, bucket_of(budget, now)), aged_of(budget, now)
    end
    if b >= copy.end_bucket or (copy.valid_until > 0 and now / 1000 >= copy.valid_until) then
        return answer(PASSED, copy.inc, b, 0, 0, 0, 0, 0, 0, now / 1000), 0, 0, 0
    end
    if budget then
        if b >= budget.end_bucket then
            return answer(BUDGET_PASSED, copy.inc, b, 0, 0, aged, 0, 0, 0, now / 1000), 0, 0, 0
        end
        rest, ends = budget_left(budget, b)
    end
    local available, room = left(copy, b)
    local refused, wait, tightest, before, after, reset_before, reset_after = 0, 0, 0, 0, 0, 0, 0
    if count > 0 then
        local due = due_of(session, rate_key, args, first, count)
        refused, wait, tightest, before, after, reset_before, reset_after =
            limits(session, due, args, first, count, now)
    end
    if refused > 0 then
        return answer(RATE, copy.inc, b, available, room, aged, refused, 0, reset_before, wait), rest, ends, budget_aged
    end
    local code = weigh_account(copy, cost, available, room) or (rest and rest < cost and BUDGET_SPENT)
        or ((is_full(copy, b) or (budget and is_full(budget, b))) and FULL)
    if code then
        return answer(code, copy.inc, b, available, room, aged, tightest, before, reset_before, now / 1000),
            rest, ends, budget_aged
    end
    take(copy, b, cost)
    copy.run = run
    session.changed[account_key] = ACCOUNT
    if budget then
        take(budget, b, cost)
        budget.run = run
        session.changed[budget_key] = BUDGET
        rest = rest - cost
    end
    if count > 0 then
        move(session, rate_key, args, first, count)
    end
    return answer(ADMITTED, copy.inc, b, available - cost, room - cost, aged, tightest, after, reset_after, now / 1000),
        rest, ends, budget_aged
end

-- keys: account and rate of each entry, and its budget where it has one; args of each entry: cost, number of limits (8
-- more where the entry has a budget), then name and rate of each limit.
-- Answers one string, of ten doubles per entry and of three more where it has a budget, then the error texts of broken
-- entries.
local function holds(keys, args)
    local run, now, at, key = current_run(), clock(), 1, 1
    local answers, errors, session = {}, {}, session()
    while key < #keys do
        local count = tonumber(args[at + 1]) or 0
        local budget_key = count >= BUDGETED and keys[key + 2] or nil
        if budget_key then
            count = count - BUDGETED
        end
        local ok, result, rest, ends, aged =
            pcall(hold, session, keys[key], keys[key + 1], budget_key, args, at, count, run, now)
        if not ok then
            errors[#errors + 1] = type(result) == 'table' and result.err or tostring(result)
            result, rest, ends, aged = answer(BROKEN, 0, 0, 0, 0, 0, 0, 0, 0, 0), 0, 0, 0
        end
        if budget_key then
            result = result .. struct.pack('<ddd', rest, ends, aged)
        end
        answers[#answers + 1] = result
        at = at + 2 + 2 * count
        key = key + (budget_key and 3 or 2)
    end
    write(session, now)
    return { table.concat(answers), unpack(errors) }
end

local function release(of, key, inc, bucket, cost, run)
    local state = read_state(of, key)
    if not state or not whole_state(state) or state.inc ~= inc or bucket <= state.closed
        or not give_back(state, bucket, cost) then
        return 0
    end
    state.run = run
    write_state(of, key, state)
    return 1
end

-- args of each entry: inc, bucket, cost.
local function releases_of(of)
    return function(keys, args)
        local run = current_run()
        return each(keys, BROKEN, function(i)
            return release(of, keys[i], whole(args[i * 3 - 2]), whole(args[i * 3 - 1]), whole(args[i * 3]), run)
        end)
    end
end

local releases = releases_of(ACCOUNT)
