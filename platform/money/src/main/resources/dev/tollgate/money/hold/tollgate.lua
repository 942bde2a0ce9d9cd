#!lua name=tollgate

-- The functions of holds, and the states that they keep.
--
-- VERSION rises with every change of this text. A process loads its text over an older one only (FunctionLibrary), so
-- the newest process of a rolling upgrade decides which text runs. The name of a function ends with the version that
-- introduced its form (arguments and answers); a new form is a new name, and the form before it stays for one version.
-- A call of an unknown name fails before anything ran.
--
-- A state is one string: the format of its kind, the run of the server that wrote it, whole numbers below 2^53 as
-- little-endian doubles, then pairs (bucket, held), ascending by bucket, none of them 0. A value of another type,
-- format or length counts as no value: hold answers LOST, and prepare replaces it.
--
-- A hold is weighed against states in the slot of its tenant, each under a key of its own: {tenant}:account first, and
-- after it what else limits the call: {tenant}:budget:<id>, where the credential has a budget. Every kind of state
-- takes part in the same way:
--   hold     all of them are weighed before one is changed: weigh_account answers the reason that refuses, and changes
--            nothing; then take(state, b, cost) adds to what each holds in bucket b
--   release  give_back(state, b, cost), where run and incarnation are current and b has not closed
--   publish  replaces the figures and calls forget(state, closed): charges of closed buckets are in the figures
-- A kind says what its numbers are (kind), and how much they leave (left); all else is the same. A call that is refused
-- writes nothing. Each key is read once and written once per call (session), however many entries name it.

local VERSION = 3
local OFFSET_MS = 0

local RUN_ID = 40
local RUN = 80
local PAIR = 16
local PAIRS_MAX = 1024
local MERGED_AT = 64
local YOUNG_BUCKETS, HOUR_BUCKETS, DAY_BUCKETS = 30, 360, 8640
local BUCKET_US = 10000000
local AGED_US = 70000000
local HISTORIES_MAX = 64
local RATE_KEPT_MS = 3600000
local RATE_RENEWED_US = 600000000
local RENEWED_MAX = 10000
local RATES_DROPPED_MAX = 1000
local BUDGET_KEPT_MS = 604800000
local BUDGETED = 8

local ADMITTED, RATE, PAUSED, CAP, BALANCE = 0, 1, 2, 3, 4
local LOST, PASSED, FULL, BROKEN = 5, 6, 7, -1
local BUDGET_SPENT, BUDGET_LOST, BUDGET_PASSED = 8, 9, 10
local NONE = -1
local NOTIFY, PAUSE = 1, 2

-- A kind of state: its format, which is the first characters of the value, and the names of its numbers in their order.
local function kind(format, ...)
    local names = { ... }
    local numbers = '<'
    for _ = 1, #names do
        numbers = numbers .. 'd' -- no library is available while this text loads
    end
    return { format = format, names = names, numbers = numbers,
        numbers_at = #format + RUN + 1, pairs_at = #format + RUN + #names * 8 }
end

-- made: when the stub was made, in milliseconds. ready: 0 for a stub, which waits for its first publish.
local ACCOUNT = kind('A2', 'seq', 'inc', 'ready', 'made', 'closed', 'turn', 'end_bucket', 'included', 'prepaid',
    'cap_left', 'next_included', 'next_cap', 'enforcement', 'valid_until')

-- starts, turn, end_bucket: the first buckets of the budget's period, of the next one, and of the one after it. A
-- budget is of an incarnation of its account; what no hold has used for a week is not kept.
local BUDGET = kind('B1', 'seq', 'inc', 'closed', 'starts', 'turn', 'end_bucket', 'left', 'next_left')
BUDGET.kept_ms = BUDGET_KEPT_MS

-- The run of this server: its run id and the id of its replication history. A state of another run may lack writes.
--
-- The id of the history also changes when a first replica attaches and when the last one has been away for long, and
-- then nothing is lost. The locals of this library tell these cases apart: they start empty whenever the data of the
-- server is replaced (a full synchronization replaces the libraries with the data), so a history that they have seen
-- has no gap.
local run_id
local histories, histories_count = {}, 0

local function current_run()
    if not run_id then
        run_id = string.match(redis.call('INFO', 'server'), 'run_id:(%x+)')
    end
    local info = redis.call('INFO', 'replication')
    local history = string.match(info, 'master_replid:(%x+)')
    local run = run_id .. history
    if #run ~= RUN then
        error('a run of ' .. #run .. ' characters')
    end
    if not histories[run] and string.find(info, 'role:master', 1, true) then
        if histories_count >= HISTORIES_MAX then
            histories, histories_count = {}, 0
        end
        histories[run] = true
        histories_count = histories_count + 1
    end
    return run
end

-- Whether the state has every write that was made to it.
local function whole_state(state)
    return histories[state.run] == true
end

local function clock()
    local time = redis.call('TIME')
    return tonumber(time[1]) * 1000000 + tonumber(time[2]) + OFFSET_MS * 1000
end

local function whole(text)
    local number = tonumber(text)
    if not number or number ~= math.floor(number) or math.abs(number) >= 9007199254740992 then
        error('not a whole number: ' .. tostring(text))
    end
    return number
end

-- The same for what many entries of one call say: cost, number of limits, rates.
local function whole_of(session, text)
    local number = session.numbers[text]
    if not number then
        number = whole(text)
        session.numbers[text] = number
    end
    return number
end

local function digits(number)
    return string.format('%.0f', number)
end

-- nil for what this version cannot read.
local function unpack_state(of, packed)
    if type(packed) ~= 'string' or string.sub(packed, 1, #of.format) ~= of.format
        or #packed < of.pairs_at or (#packed - of.pairs_at) % PAIR ~= 0 then
        return nil
    end
    local state = { run = string.sub(packed, #of.format + 1, #of.format + RUN), buckets = {}, held = {} }
    local numbers = { struct.unpack(of.numbers, packed, of.numbers_at) }
    for i = 1, #of.names do
        state[of.names[i]] = numbers[i]
    end
    for i = 1, (#packed - of.pairs_at) / PAIR do
        state.buckets[i], state.held[i] = struct.unpack('<dd', packed, of.pairs_at + (i - 1) * PAIR + 1)
    end
    return state
end

local function pack_state(of, state)
    local numbers = {}
    for i = 1, #of.names do
        numbers[i] = state[of.names[i]]
    end
    local parts = { of.format, state.run, struct.pack(of.numbers, unpack(numbers)) }
    for i = 1, #state.buckets do
        if state.held[i] ~= 0 then
            parts[#parts + 1] = struct.pack('<dd', state.buckets[i], state.held[i])
        end
    end
    return table.concat(parts)
end

-- The state under a key; nil for none, and for what this version cannot read.
local function read_state(of, key)
    return unpack_state(of, redis.pcall('GET', key))
end

local function write_state(of, key, state)
    if of.kept_ms then
        redis.call('SET', key, pack_state(of, state), 'PX', of.kept_ms)
    else
        redis.call('SET', key, pack_state(of, state))
    end
end

local function take(state, b, cost)
    local last = #state.buckets
    if last > 0 and state.buckets[last] == b then
        state.held[last] = state.held[last] + cost
    else
        state.buckets[last + 1], state.held[last + 1] = b, cost
    end
    if state.old and b < state.turn then
        state.old = state.old + cost
    elseif state.old then
        state.new = state.new + cost
    end
end

-- Puts the sums of an hour into one pair, and those of a day once they are older than a day, each under its newest bucket:
-- a copy stays small however long nothing closes. What is held counts until that bucket closes, so never too little, and
-- exactly once an hour has closed as a whole (closes that catch up end with an hour). Months begin with a day. Buckets of
-- the last five minutes stay apart: what was held in them may still be released.
local function merge(state, newest)
    local buckets, held, last, group = {}, {}, 0, nil
    for i = 1, #state.buckets do
        local bucket = state.buckets[i]
        local age = newest - bucket
        local span = age < YOUNG_BUCKETS and 1 or age < DAY_BUCKETS and HOUR_BUCKETS or DAY_BUCKETS
        local own = span .. ':' .. math.floor(bucket / span)
        if own == group then
            buckets[last], held[last] = bucket, held[last] + state.held[i]
        else
            last, group = last + 1, own
            buckets[last], held[last] = bucket, state.held[i]
        end
    end
    state.buckets, state.held = buckets, held
end

-- Whether bucket b needs a pair for which there is no room, also after old ones are merged.
local function is_full(state, b)
    local last = #state.buckets
    if last < MERGED_AT or state.buckets[last] == b then
        return false
    end
    merge(state, b)
    return #state.buckets >= PAIRS_MAX
end

-- Whether so much was held in the bucket.
local function give_back(state, b, cost)
    for i = 1, #state.buckets do
        if state.buckets[i] == b and state.held[i] >= cost then
            state.held[i] = state.held[i] - cost
            return true
        end
    end
    return false
end

local function forget(state, closed)
    for i = 1, #state.buckets do
        if state.buckets[i] <= closed then
            state.held[i] = 0
        end
    end
end

-- What is held in the period of the row and after it, added up once for all entries of a call.
local function add_up(state)
    local starts = state.starts or 0
    state.old, state.new = 0, 0
    for i = 1, #state.buckets do
        if state.buckets[i] < starts then
            -- of a period that is over
        elseif state.buckets[i] < state.turn then
            state.old = state.old + state.held[i]
        else
            state.new = state.new + state.held[i]
        end
    end
end

-- What is left for a hold in bucket b of money and of the cap, by the month b lies in.
local function left(copy, b)
    if not copy.old then
        add_up(copy)
    end
    local old, new = copy.old, copy.new
    if b < copy.turn then
        return copy.included + copy.prepaid - old - new, copy.cap_left - old - new
    end
    return copy.next_included + copy.prepaid - math.max(0, old - copy.included) - new, copy.next_cap - new
end

-- What a budget leaves for a hold in bucket b, and the first bucket of its next period.
local function budget_left(budget, b)
    if not budget.old then
        add_up(budget)
    end
    if b < budget.turn then
        return budget.left - budget.old, budget.turn
    end
    return budget.next_left - budget.new, budget.end_bucket
end

-- The reason why the account refuses the cost, in the order of reasons, or nil.
local function weigh_account(copy, cost, available, room)
    if copy.enforcement == PAUSE then
        return PAUSED
    elseif copy.enforcement ~= NOTIFY and room < cost then
        return CAP
    elseif copy.enforcement ~= NOTIFY and available < cost then
        return BALANCE
    end
end

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

-- When each limit is free again, by name.
local function due_of(session, key, args, first, count)
    local due = session.due[key]
    if not due then
        due = {}
        session.due[key] = due
    end
    local missing
    for i = 1, count do
        local name = args[first + (i - 1) * 2]
        if not due[name] then
            missing = missing or {}
            missing[#missing + 1] = name
        end
    end
    if missing then
        local stored = redis.pcall('HMGET', key, unpack(missing))
        if stored.err then
            redis.call('DEL', key)
            stored = {}
        end
        for i = 1, #missing do
            session.fresh[key] = session.fresh[key] or not stored[i]
            due[missing[i]] = tonumber(stored[i] or '0') or 0
        end
    end
    return due
end

-- When the rest of life of each key of limits was last renewed, as far as this server knows. A key that has lost a
-- limit may be a new one, so it is always renewed.
local renewed, renewed_count = {}, 0

-- A limit that has long been free is as if it were not there: those of revoked credentials go.
local function drop_idle(key, now)
    local stored, idle = redis.call('HGETALL', key), {}
    for i = 1, #stored, 2 do
        if (tonumber(stored[i + 1]) or 0) < now - RATE_RENEWED_US and #idle < RATES_DROPPED_MAX then
            idle[#idle + 1] = stored[i]
        end
    end
    if #idle > 0 then
        redis.call('HDEL', key, unpack(idle))
    end
end

local function renew(key, fresh, now)
    local last = renewed[key]
    if last and not fresh and now - last < RATE_RENEWED_US then
        return
    end
    if not last then
        if renewed_count >= RENEWED_MAX then
            renewed, renewed_count = {}, 0
        end
        renewed_count = renewed_count + 1
    end
    renewed[key] = now
    redis.call('PEXPIRE', key, RATE_KEPT_MS)
    drop_idle(key, now)
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

-- Weighs the limits of a call (GCRA, burst of one second). Changes nothing but the scratch of the session, where it
-- leaves when each limit would be free after the call. Answers which limit refuses (0 for none) and how long to wait,
-- then the tightest, what is left of it before and after the call, and when it is whole again before and after.
local function limits(session, due, args, first, count, now)
    local refused, wait, tightest, least, reset, step = 0, 0, 0, -1, 0, 0
    for i = 1, count do
        local rate = whole_of(session, args[first + i * 2 - 1])
        local interval = math.floor(1000000 / rate)
        local full = interval * rate
        local from = due[args[first + i * 2 - 2]]
        if from < now or from > now + 2 * full then
            from = now -- free, or moved by a clock that was ahead and has been set back
        elseif from > now + full then
            from = now + full
        end
        local free = math.floor((full - (from - now)) / interval)
        if least < 0 or free < least then
            tightest, least, reset, step = i, free, from - now, interval
        end
        if free < 1 and refused == 0 then
            refused, wait = i, from - now + interval - full
        end
        session.later[i] = from + interval
    end
    return refused, wait, tightest, least, least - 1, reset, reset + step
end

-- The limits of an admitted call move on, as they were last weighed.
local function move(session, key, args, first, count)
    local due, moved = session.due[key], session.moved[key] or {}
    session.moved[key] = moved
    for i = 1, count do
        local name = args[first + (i - 1) * 2]
        due[name] = session.later[i]
        moved[name] = true
    end
end

local function answer(code, inc, bucket, available, room, aged, rate, remaining, reset, extra)
    return struct.pack('<dddddddddd', code, inc, bucket, available, room, aged, rate, remaining, reset, extra)
end

-- The bucket that a hold made now belongs to: never a closed one, never before the newest that holds something.
local function bucket_of(state, now)
    local b = math.max(math.floor(now / BUCKET_US), state.closed + 1)
    local last = #state.buckets
    return last > 0 and math.max(b, state.buckets[last]) or b
end

-- The oldest bucket that holds something that can no longer be charged, 0 for none.
local function aged_of(state, now)
    local oldest = state.buckets[1]
    return oldest and now - (oldest + 1) * BUCKET_US > AGED_US and oldest or 0
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

-- A stub of incarnation n, unless there is a copy or a stub of this run: a stub waits for its publish however long that
-- takes, since the marker of its incarnation may be written again. With n = 0 only looks. Answers the incarnation of the
-- stub and its age in milliseconds, with 0 for a current copy and NONE for nothing of this run.
local function prepare(key, n, run, now_ms)
    local copy = read_state(ACCOUNT, key)
    if copy and whole_state(copy) then
        return copy.ready == 1 and { 0, 0 } or { copy.inc, math.max(0, now_ms - copy.made) }
    elseif n == 0 then
        return { NONE, 0 }
    end
    write_state(ACCOUNT, key, { run = run, seq = 0, inc = n, ready = 0, made = now_ms, closed = 0, turn = 0,
        end_bucket = 0, included = 0, prepaid = 0, cap_left = 0, next_included = 0, next_cap = 0, enforcement = 0,
        valid_until = 0, buckets = {}, held = {} })
    return { n, 0 }
end

-- Replaces the figures. Never creates a copy, never changes its run or incarnation, never takes a close back: what was
-- held in a closed bucket is forgotten, so the figures of a row that has it open would be too high. A copy of a lower
-- incarnation than the row's is older than a stub that was here: it lacks writes, and goes.
local function publish(key, args, at)
    local copy, seq, inc = read_state(ACCOUNT, key), whole(args[at]), whole(args[at + 1])
    if not copy or copy.inc > inc then
        return 0
    elseif copy.inc < inc then
        redis.call('DEL', key)
        return 0
    end
    if seq <= copy.seq then
        return 1
    end
    if whole(args[at + 2]) < copy.closed then
        return 3
    end
    copy.seq, copy.ready = seq, 1
    copy.closed, copy.turn, copy.end_bucket = whole(args[at + 2]), whole(args[at + 3]), whole(args[at + 4])
    copy.included, copy.prepaid, copy.cap_left = whole(args[at + 5]), whole(args[at + 6]), whole(args[at + 7])
    copy.next_included, copy.next_cap = whole(args[at + 8]), whole(args[at + 9])
    copy.enforcement, copy.valid_until = whole(args[at + 10]), whole(args[at + 11])
    forget(copy, copy.closed)
    write_state(ACCOUNT, key, copy)
    return 2
end

-- Removes a copy that is ahead of its row, unless it has changed since.
local function drop(key, inc, seq)
    local copy = read_state(ACCOUNT, key)
    if not copy or copy.inc ~= inc or copy.seq ~= seq then
        return 0
    end
    redis.call('DEL', key)
    return 1
end

-- The same for a budget, whose close is not taken back either. A budget is made where there is none of the account's
-- incarnation: then no hold has counted against it in this incarnation. Without a current copy of the account it says
-- nothing.
local function publish_budget(account_key, key, args, at, run)
    local copy, seq, inc = read_state(ACCOUNT, account_key), whole(args[at]), whole(args[at + 1])
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

-- One verdict per key; for an entry that broke, what stands for it.
local function each(keys, broken, step)
    local verdicts = {}
    for i = 1, #keys do
        local ok, verdict = pcall(step, i)
        verdicts[i] = ok and verdict or broken
    end
    return verdicts
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

-- args of each entry: n, or 0 to look.
local function prepares(keys, args)
    local run, now_ms = current_run(), math.floor(clock() / 1000)
    return each(keys, { NONE, 0 }, function(i)
        return prepare(keys[i], whole(args[i]), run, now_ms)
    end)
end

-- args of each entry: seq inc closed turn end_bucket included prepaid cap_left next_included next_cap
-- enforcement valid_until_ms.
local function publishes(keys, args)
    return each(keys, BROKEN, function(i)
        return publish(keys[i], args, i * 12 - 11)
    end)
end

-- args of each entry: inc, seq.
local function drops(keys, args)
    return each(keys, BROKEN, function(i)
        return drop(keys[i], whole(args[i * 2 - 1]), whole(args[i * 2]))
    end)
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

-- args: more, most, life in milliseconds. Adds to a count, which lives on for that long, unless it would exceed most.
local function count(keys, args)
    local more = whole(args[1])
    local sum = tonumber(redis.call('GET', keys[1]) or '0') + more
    if more > 0 and sum > whole(args[2]) then
        return 0
    end
    redis.call('SET', keys[1], digits(sum), 'PX', whole(args[3]))
    return 1
end

-- The clock holds are made by, in milliseconds. Keeps the present history known, however seldom anything is held.
local function now_ms()
    current_run()
    return math.floor(clock() / 1000)
end

-- The states as they are, whole and no stubs; an empty string for every other.
local function states_of(of)
    return function(keys)
        current_run()
        local packed = {}
        for i = 1, #keys do
            local state = read_state(of, keys[i])
            packed[i] = state and state.ready ~= 0 and whole_state(state) and pack_state(of, state) or ''
        end
        return packed
    end
end

-- One string with a double per key: the seq of its copy, 0 for a stub, NONE for no copy.
local function seqs(keys)
    local found = {}
    for i = 1, #keys do
        local copy = read_state(ACCOUNT, keys[i])
        found[i] = struct.pack('<d', copy and copy.seq or NONE)
    end
    return table.concat(found)
end

local function register(name, callback, flags)
    redis.register_function{ function_name = name, callback = callback, flags = flags }
end

register('tollgate_hold_2', holds)
register('tollgate_release_2', releases)
register('tollgate_prepare_2', prepares)
register('tollgate_publish_2', publishes)
register('tollgate_drop_3', drops)
register('tollgate_count_2', count)
register('tollgate_now_2', now_ms, { 'no-writes' })
register('tollgate_read_2', states_of(ACCOUNT), { 'no-writes' })
register('tollgate_seqs_2', seqs, { 'no-writes' })
register('tollgate_release_budgets_3', releases_of(BUDGET))
register('tollgate_publish_budgets_3', publishes_of_budgets)
register('tollgate_read_budgets_3', states_of(BUDGET), { 'no-writes' })

-- The forms before versions: whether the stub is the caller's; no copies, which served only figures for people.
register('tollgate_hold', holds)
register('tollgate_release', releases)
register('tollgate_prepare', function(keys, args)
    local stubs = prepares(keys, args)
    for i = 1, #stubs do
        stubs[i] = stubs[i][1] == whole(args[i]) and 1 or 0
    end
    return stubs
end)
register('tollgate_publish', publishes)
register('tollgate_count', count)
register('tollgate_now', now_ms, { 'no-writes' })
register('tollgate_read', function(keys)
    local none = {}
    for i = 1, #keys do
        none[i] = ''
    end
    return none
end, { 'no-writes' })
