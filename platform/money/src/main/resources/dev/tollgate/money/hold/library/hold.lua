-- Holds, and their release.

local BUDGETED = 8

-- Everything one call has read and will write.
local function session()
    return { states = {}, changed = {}, numbers = {}, later = {} }
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
-- Answers the verdict on the first of them, and for calls with a budget what is left of it, the first bucket of its next
-- period, and its oldest bucket with holds that can no longer be charged; then how many were admitted.
local function hold(session, account_key, rate_key, budget_key, args, at, first, count, n, run, now)
    local cost = whole_of(session, args[at])
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
    local due, refused, wait, tightest, before, after, reset_before, reset_after = nil, 0, 0, 0, 0, 0, 0, 0
    if count > 0 then
        due = whole_at_of(rate_key, now)
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
    -- what is held before the period of a budget does not count against it
    local counted = budget and b >= budget.starts
    available, room, rest = available - cost, room - cost, counted and rest - cost or rest
    local left_of_budget, free = counted and rest or nil, count > 0 and after or nil
    local admitted = 1 + fitting(n - 1, cost, copy, available, room, left_of_budget, free)
    take(copy, b, admitted * cost)
    copy.run = run
    session.changed[account_key] = ACCOUNT
    if budget then
        take(budget, b, admitted * cost)
        budget.run = run
        session.changed[budget_key] = BUDGET
    end
    if count > 0 then
        move(session, due, args, first, count, admitted)
    end
    return answer(ADMITTED, copy.inc, b, available, room, aged, tightest, after, reset_after, now / 1000),
        rest, ends, budget_aged, admitted
end

-- keys: account and rate of each entry, and its budget where it has one; args of each entry: cost, number of limits (8
-- more where the entry has a budget), how many equal calls it is, then name and rate of each limit.
-- Answers one string, then the error texts of broken entries. The string has per entry: ten doubles, the verdict on its
-- first call, and three more where it has a budget; how many of its calls were admitted; and where these are some but not
-- all, again ten or thirteen doubles, the verdict on each of the others. A call that was admitted after i others of its
-- entry has what the first has left less what they take.
--
-- Not counted is the form before: every entry is one call, and the string has the verdicts alone.
local function holds_of(counted)
    local head = counted and 3 or 2
    return function(keys, args)
        local run, now, at, key = current_run(), clock(), 1, 1
        local answers, errors, session = {}, {}, session()
        drop_whole_limits(now)
        local function verdict(calls, count, budget_key)
            local ok, result, rest, ends, aged, admitted = pcall(hold, session, keys[key], keys[key + 1], budget_key,
                args, at, at + head, count, calls, run, now)
            if not ok then
                errors[#errors + 1] = type(result) == 'table' and result.err or tostring(result)
                result, rest, ends, aged = answer(BROKEN, 0, 0, 0, 0, 0, 0, 0, 0, 0), 0, 0, 0
            end
            return budget_key and result .. struct.pack('<ddd', rest, ends, aged) or result, ok and admitted or 0
        end
        while key < #keys do
            local count, n = tonumber(args[at + 1]) or 0, counted and tonumber(args[at + 2]) or 1
            local budget_key = count >= BUDGETED and keys[key + 2] or nil
            if budget_key then
                count = count - BUDGETED
            end
            local result, admitted = verdict(n, count, budget_key)
            answers[#answers + 1] = result
            if counted then
                answers[#answers + 1] = struct.pack('<d', admitted)
                if admitted > 0 and admitted < n then
                    answers[#answers + 1] = verdict(n - admitted, count, budget_key)
                end
            end
            at = at + head + 2 * count
            key = key + (budget_key and 3 or 2)
        end
        write(session)
        return { table.concat(answers), unpack(errors) }
    end
end

local holds = holds_of(true)
local holds_one_by_one = holds_of(false)

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
