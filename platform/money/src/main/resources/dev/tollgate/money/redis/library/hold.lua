-- Holds, and their release.

local BUDGETED = 98 -- the byte of 'b'
local TERMS_KEPT = 8192

-- The terms of a hold are one text, of words with a space between: 'b' where its credential has a budget and 'a' where it
-- has none, its cost, and for each limit its rate, the bytes of its name, and its name, which may contain anything. A
-- credential repeats them with every call, so what the latest ones say is kept.
local known_terms = latest(TERMS_KEPT)

local function read_terms(text)
    local cost, at = string.match(text, '^%a (%S+)()')
    local terms = { cost = whole(cost), limits = {} }
    while at <= #text do
        local rate, bytes, from = string.match(text, '^ (%S+) (%d+) ()', at)
        rate = whole(rate)
        local interval = math.floor(1000000 / rate)
        at = from + bytes
        terms.limits[#terms.limits + 1] =
            { name = string.sub(text, from, at - 1), interval = interval, full = interval * rate }
    end
    return terms
end

local function terms_of(text)
    local terms = kept(known_terms, text)
    if not terms then
        terms = read_terms(text)
        keep(known_terms, text, terms)
    end
    return terms
end

-- Everything one call has read and will write.
local function session()
    return { states = {}, changed = {}, later = {} }
end

local function state_of(session, of, key)
    local state = session.states[key]
    if state == nil then
        state = read_state(of, key) or false
        session.states[key] = state
    end
    return state
end

local function write(session)
    for key, state in pairs(session.states) do
        put_back(key, state)
    end
    for key, of in pairs(session.changed) do
        write_state(of, key, session.states[key])
    end
end

local function answer(code, inc, bucket, available, room, aged, rate, remaining, reset, extra)
    return struct.pack('<dddddddddd', code, inc, bucket, available, room, aged, rate, remaining, reset, extra)
end

-- How many more calls of this cost fit into what one of them has left of the account, of its budget (nil for none) and
-- of its tightest limit (nil for none). Each call takes the same of all of them, so the least decides.
local function fitting(more, cost, copy, available, room, rest, free)
    if copy.enforcement ~= NOTIFY then
        more = math.min(more, math.floor(available / cost), math.floor(room / cost))
    end
    return math.min(more, rest and math.floor(rest / cost) or more, free or more)
end

-- Weighs n equal calls as if they came one after the other, and admits the first of them for which there is enough.
-- Answers the verdict on the first of them and how many were admitted; then, for calls that were weighed against a budget,
-- what is left of it, the first bucket of its next period, its oldest bucket with holds that can no longer be charged, and
-- the first bucket of the period that this is left of: what is held before it does not count.
local function hold(session, account_key, budget_key, text, n, run, now)
    local terms = terms_of(text)
    local cost, limits = terms.cost, terms.limits
    local copy = state_of(session, ACCOUNT, account_key)
    if not copy or copy.ready ~= 1 or not whole_state(copy) then
        return answer(LOST, 0, 0, 0, 0, 0, 0, 0, 0, now / 1000)
    end
    local b, aged = bucket_of(copy, now), aged_of(copy, now)
    local budget, rest, ends, starts, budget_aged
    if budget_key then
        budget = state_of(session, BUDGET, budget_key)
        if not budget or budget.inc ~= copy.inc or not whole_state(budget) then
            return answer(BUDGET_LOST, copy.inc, b, 0, 0, aged, 0, 0, 0, now / 1000)
        end
        b = math.max(b, bucket_of(budget, now))
    end
    if b >= copy.end_bucket or (copy.valid_until > 0 and now / 1000 >= copy.valid_until) then
        return answer(PASSED, copy.inc, b, 0, 0, 0, 0, 0, 0, now / 1000)
    end
    if budget then
        if b >= budget.end_bucket then
            return answer(BUDGET_PASSED, copy.inc, b, 0, 0, aged, 0, 0, 0, now / 1000)
        end
        budget_aged, rest, ends, starts = aged_of(budget, now), budget_left(budget, b)
    end
    local available, room = left(copy, b)
    local due, refused, wait, tightest, before, after, reset_before, reset_after = nil, 0, 0, 0, 0, nil, 0, 0
    if #limits > 0 then
        due = whole_at_of(account_key, now)
        refused, wait, tightest, before, after, reset_before, reset_after = weigh_limits(session, due, limits, now)
    end
    if refused > 0 then
        return answer(RATE, copy.inc, b, available, room, aged, refused, 0, reset_before, wait),
            0, rest, ends, budget_aged, starts
    end
    local code = weigh_account(copy, cost, available, room) or (rest and rest < cost and BUDGET_SPENT)
        or ((is_full(copy, b) or (budget and is_full(budget, b))) and FULL)
    if code then
        return answer(code, copy.inc, b, available, room, aged, tightest, before, reset_before, now / 1000),
            0, rest, ends, budget_aged, starts
    end
    local counted = budget and b >= starts
    available, room, rest = available - cost, room - cost, counted and rest - cost or rest
    local admitted = 1 + fitting(n - 1, cost, copy, available, room, counted and rest or nil, after)
    take(copy, b, admitted * cost)
    copy.run = run
    session.changed[account_key] = ACCOUNT
    if budget then
        take(budget, b, admitted * cost)
        budget.run = run
        session.changed[budget_key] = BUDGET
    end
    if due then
        move(session, due, limits, admitted)
    end
    return answer(ADMITTED, copy.inc, b, available, room, aged, tightest, after or 0, reset_after, now / 1000),
        admitted, rest, ends, budget_aged, starts
end

-- keys: account of each entry, and its budget where it has one; args of each entry: its terms, and how many equal calls
-- it is.
-- Answers one string, then the error texts of broken entries. The string has per entry: ten doubles, the verdict on its
-- first call, and four more where it has a budget; how many of its calls were admitted; and where these are some but not
-- all, again ten or fourteen doubles, the verdict on each of the others. A call that was admitted after i others of its
-- entry has what the first has left less what they take.
local function holds(keys, args, of_budget)
    local run, now, key = current_run(), clock(), 1
    local answers, errors, session = {}, {}, session()
    drop_whole_limits(now)
    local function verdict(account_key, budget_key, text, calls)
        local ok, result, admitted, rest, ends, aged, starts =
            pcall(hold, session, account_key, budget_key, text, calls, run, now)
        if not ok then
            errors[#errors + 1] = type(result) == 'table' and result.err or tostring(result)
            result = answer(BROKEN, 0, 0, 0, 0, 0, 0, 0, 0, 0)
        end
        if budget_key then
            result = result .. struct.pack(of_budget or '<dddd', rest or 0, ends or 0, aged or 0, starts or 0)
        end
        return result, admitted or 0
    end
    for at = 1, #args, 2 do
        local account_key, text, calls, budget_key = keys[key], args[at], tonumber(args[at + 1]) or 1, nil
        if string.byte(text) == BUDGETED then
            key = key + 1
            budget_key = keys[key]
        end
        key = key + 1
        local result, admitted = verdict(account_key, budget_key, text, calls)
        answers[#answers + 1] = result
        answers[#answers + 1] = struct.pack('<d', admitted)
        if admitted > 0 and admitted < calls then
            answers[#answers + 1] = verdict(account_key, budget_key, text, calls - admitted)
        end
    end
    write(session)
    return { table.concat(answers), unpack(errors) }
end

-- The form before. keys: account and rate of each entry, and its budget where it has one; args of each entry: cost, number
-- of limits (8 more where the entry has a budget), how many equal calls it is, then name and rate of each limit. Answers
-- the same with three doubles of a budget, the last one left out.
local function holds_in_parts(keys, args)
    local own_keys, own_args, key, at = {}, {}, 1, 1
    while key < #keys do
        local count = tonumber(args[at + 1]) or 0
        local budgeted = count >= 8
        own_keys[#own_keys + 1] = keys[key]
        if budgeted then
            own_keys[#own_keys + 1] = keys[key + 2]
            count = count - 8
        end
        local terms = (budgeted and 'b ' or 'a ') .. args[at]
        for i = at + 3, at + 1 + 2 * count, 2 do
            terms = terms .. ' ' .. args[i + 1] .. ' ' .. #args[i] .. ' ' .. args[i]
        end
        own_args[#own_args + 1], own_args[#own_args + 2] = terms, args[at + 2]
        key, at = key + (budgeted and 3 or 2), at + 3 + 2 * count
    end
    return holds(own_keys, own_args, '<ddd')
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
