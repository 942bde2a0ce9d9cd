#!lua name=tollgate

-- The copy of an account and its open holds, one string per account:
--   run (80 bytes), then numbers as little-endian doubles:
--   seq inc ready closed turn end included prepaid cap_left next_included next_cap enforcement valid_until_ms,
--   then pairs (bucket, held), ascending by bucket, none of them 0.
-- All amounts are whole numbers below 2^53. A call that is refused writes nothing.

local OFFSET_MS = 0

local RUN = 80
local HEAD = 'ddddddddddddd'
local PAIRS = RUN + 13 * 8
local PAIRS_MAX = 1024
local BUCKET_US = 10000000
local AGED_US = 70000000
local RATE_KEPT_MS = 3600000
local RATE_RENEWED_US = 600000000
local RENEWED_MAX = 10000

local ADMITTED, RATE, PAUSED, CAP, BALANCE = 0, 1, 2, 3, 4
local LOST, PASSED, FULL, BROKEN = 5, 6, 7, -1
local NOTIFY, PAUSE = 1, 2

-- The run id cannot change while this library is loaded; what a failover changes is read at every call.
local run_id

local function current_run()
    if not run_id then
        run_id = string.match(redis.call('INFO', 'server'), 'run_id:(%x+)')
    end
    local run = run_id .. string.match(redis.call('INFO', 'replication'), 'master_replid:(%x+)')
    if #run ~= RUN then
        error('a run of ' .. #run .. ' characters')
    end
    return run
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

local function unpack_copy(packed)
    local copy = { run = string.sub(packed, 1, RUN), buckets = {}, held = {} }
    copy.seq, copy.inc, copy.ready, copy.closed, copy.turn, copy.last, copy.included, copy.prepaid, copy.cap_left,
        copy.next_included, copy.next_cap, copy.enforcement, copy.valid_until = struct.unpack('<' .. HEAD, packed, RUN + 1)
    local count = (#packed - PAIRS) / 16
    for i = 1, count do
        copy.buckets[i], copy.held[i] = struct.unpack('<dd', packed, PAIRS + (i - 1) * 16 + 1)
    end
    return copy
end

local function pack_copy(copy)
    local parts = { copy.run, struct.pack('<' .. HEAD, copy.seq, copy.inc, copy.ready, copy.closed, copy.turn, copy.last,
        copy.included, copy.prepaid, copy.cap_left, copy.next_included, copy.next_cap, copy.enforcement, copy.valid_until) }
    for i = 1, #copy.buckets do
        if copy.held[i] ~= 0 then
            parts[#parts + 1] = struct.pack('<dd', copy.buckets[i], copy.held[i])
        end
    end
    return table.concat(parts)
end

-- What is held in the month of the row and after it, added up once for all entries of a call.
local function add_up(copy)
    copy.old, copy.new = 0, 0
    for i = 1, #copy.buckets do
        if copy.buckets[i] < copy.turn then
            copy.old = copy.old + copy.held[i]
        else
            copy.new = copy.new + copy.held[i]
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

-- Everything one call has read and will write: each key is read once and written once, however many entries name it.
local function session()
    return { copies = {}, changed = {}, due = {}, moved = {}, fresh = {}, numbers = {}, later = {} }
end

local function copy_of(session, key)
    local copy = session.copies[key]
    if copy == nil then
        local packed = redis.call('GET', key)
        copy = packed and unpack_copy(packed) or false
        session.copies[key] = copy
    end
    return copy
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
        local stored = redis.call('HMGET', key, unpack(missing))
        for i = 1, #missing do
            session.fresh[key] = session.fresh[key] or not stored[i]
            due[missing[i]] = tonumber(stored[i] or '0')
        end
    end
    return due
end

-- When the rest of life of each key of limits was last renewed, as far as this server knows. A key that has lost a
-- limit may be a new one, so it is always renewed.
local renewed, renewed_count = {}, 0

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
    for key in pairs(session.changed) do
        redis.call('SET', key, pack_copy(session.copies[key]))
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
        if from < now then
            from = now
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

local function answer(code, inc, bucket, available, room, aged, rate, remaining, reset, extra)
    return struct.pack('<dddddddddd', code, inc, bucket, available, room, aged, rate, remaining, reset, extra)
end

local function hold(session, account_key, rate_key, args, at, run, now)
    local cost, count = whole_of(session, args[at]), whole_of(session, args[at + 1])
    local copy = copy_of(session, account_key)
    if not copy or copy.ready ~= 1 or copy.run ~= run then
        return answer(LOST, 0, 0, 0, 0, 0, 0, 0, 0, now / 1000)
    end
    local b = math.max(math.floor(now / BUCKET_US), copy.closed + 1)
    local pairs_count = #copy.buckets
    if pairs_count > 0 then
        b = math.max(b, copy.buckets[pairs_count])
    end
    if b >= copy.last or (copy.valid_until > 0 and now / 1000 >= copy.valid_until) then
        return answer(PASSED, copy.inc, b, 0, 0, 0, 0, 0, 0, now / 1000)
    end
    local aged = 0
    if pairs_count > 0 and now - (copy.buckets[1] + 1) * BUCKET_US > AGED_US then
        aged = 1
    end
    local available, room = left(copy, b)
    local due, refused, wait, tightest, before, after, reset_before, reset_after = nil, 0, 0, 0, 0, 0, 0, 0
    if count > 0 then
        due = due_of(session, rate_key, args, at + 2, count)
        refused, wait, tightest, before, after, reset_before, reset_after =
            limits(session, due, args, at + 2, count, now)
    end
    local code = ADMITTED
    if refused > 0 then
        return answer(RATE, copy.inc, b, available, room, aged, refused, 0, reset_before, wait)
    elseif copy.enforcement == PAUSE then
        code = PAUSED
    elseif copy.enforcement ~= NOTIFY and room < cost then
        code = CAP
    elseif copy.enforcement ~= NOTIFY and available < cost then
        code = BALANCE
    elseif pairs_count > 0 and copy.buckets[pairs_count] == b then
        copy.held[pairs_count] = copy.held[pairs_count] + cost
    elseif pairs_count >= PAIRS_MAX then
        code = FULL
    else
        copy.buckets[pairs_count + 1], copy.held[pairs_count + 1] = b, cost
    end
    if code ~= ADMITTED then
        return answer(code, copy.inc, b, available, room, aged, tightest, before, reset_before, 0)
    end
    if b < copy.turn then
        copy.old = copy.old + cost
    else
        copy.new = copy.new + cost
    end
    session.changed[account_key] = true
    if count > 0 then
        local moved = session.moved[rate_key] or {}
        session.moved[rate_key] = moved
        for i = 1, count do
            local name = args[at + i * 2]
            due[name] = session.later[i]
            moved[name] = true
        end
    end
    return answer(ADMITTED, copy.inc, b, available - cost, room - cost, aged, tightest, after, reset_after, 0)
end

-- keys: account and rate of each entry; args of each entry: cost, number of limits, then name and rate of each limit.
-- Answers one string of ten doubles per entry, then the error texts of broken entries.
redis.register_function('tollgate_hold', function(keys, args)
    local run, now, at = current_run(), clock(), 1
    local answers, errors, session = {}, {}, session()
    for i = 1, #keys / 2 do
        local ok, result = pcall(hold, session, keys[i * 2 - 1], keys[i * 2], args, at, run, now)
        if not ok then
            errors[#errors + 1] = type(result) == 'table' and result.err or tostring(result)
            result = answer(BROKEN, 0, 0, 0, 0, 0, 0, 0, 0, 0)
        end
        answers[i] = result
        at = at + 2 + 2 * (tonumber(args[at + 1]) or 0)
    end
    write(session, now)
    return { table.concat(answers), unpack(errors) }
end)

local function release(key, inc, bucket, cost, run)
    local packed = redis.call('GET', key)
    local copy = packed and unpack_copy(packed)
    if not copy or copy.run ~= run or copy.inc ~= inc or bucket <= copy.closed then
        return 0
    end
    for i = 1, #copy.buckets do
        if copy.buckets[i] == bucket and copy.held[i] >= cost then
            copy.held[i] = copy.held[i] - cost
            redis.call('SET', key, pack_copy(copy))
            return 1
        end
    end
    return 0
end

-- A stub of incarnation n, unless the copy is current or is being made by somebody with a later number.
local function prepare(key, n, run)
    local packed = redis.call('GET', key)
    local copy = packed and unpack_copy(packed)
    if copy and copy.run == run and (copy.ready == 1 or copy.inc > n) then
        return 0
    end
    redis.call('SET', key, pack_copy({ run = run, seq = 0, inc = n, ready = 0, closed = 0, turn = 0, last = 0,
        included = 0, prepaid = 0, cap_left = 0, next_included = 0, next_cap = 0, enforcement = 0, valid_until = 0,
        buckets = {}, held = {} }))
    return 1
end

-- Replaces the figures. Never creates a copy, never changes its run or incarnation.
local function publish(key, args, at)
    local packed = redis.call('GET', key)
    local copy = packed and unpack_copy(packed)
    if not copy or copy.inc ~= whole(args[at + 1]) then
        return 0
    end
    local seq = whole(args[at])
    if seq <= copy.seq then
        return 1
    end
    copy.seq, copy.ready = seq, 1
    copy.closed, copy.turn, copy.last = whole(args[at + 2]), whole(args[at + 3]), whole(args[at + 4])
    copy.included, copy.prepaid, copy.cap_left = whole(args[at + 5]), whole(args[at + 6]), whole(args[at + 7])
    copy.next_included, copy.next_cap = whole(args[at + 8]), whole(args[at + 9])
    copy.enforcement, copy.valid_until = whole(args[at + 10]), whole(args[at + 11])
    for i = 1, #copy.buckets do
        if copy.buckets[i] <= copy.closed then
            copy.held[i] = 0
        end
    end
    redis.call('SET', key, pack_copy(copy))
    return 2
end

-- One verdict per key, -1 for an entry that broke.
local function each(keys, step)
    local verdicts = {}
    for i = 1, #keys do
        local ok, verdict = pcall(step, i)
        verdicts[i] = ok and verdict or BROKEN
    end
    return verdicts
end

-- args of each entry: inc, bucket, cost.
redis.register_function('tollgate_release', function(keys, args)
    local run = current_run()
    return each(keys, function(i)
        return release(keys[i], whole(args[i * 3 - 2]), whole(args[i * 3 - 1]), whole(args[i * 3]), run)
    end)
end)

-- args of each entry: n.
redis.register_function('tollgate_prepare', function(keys, args)
    local run = current_run()
    return each(keys, function(i)
        return prepare(keys[i], whole(args[i]), run)
    end)
end)

-- args of each entry: seq inc closed turn end included prepaid cap_left next_included next_cap enforcement valid_until_ms.
redis.register_function('tollgate_publish', function(keys, args)
    return each(keys, function(i)
        return publish(keys[i], args, i * 12 - 11)
    end)
end)

-- args: more, most, life in milliseconds. Adds to a count, which lives on for that long, unless it would exceed most.
redis.register_function('tollgate_count', function(keys, args)
    local more = whole(args[1])
    local count = tonumber(redis.call('GET', keys[1]) or '0') + more
    if more > 0 and count > whole(args[2]) then
        return 0
    end
    redis.call('SET', keys[1], string.format('%.0f', count), 'PX', whole(args[3]))
    return 1
end)

-- The clock holds are made by, in milliseconds.
redis.register_function{ function_name = 'tollgate_now', callback = function()
    return math.floor(clock() / 1000)
end, flags = { 'no-writes' } }

-- The copies as they stand, of this run and ready; an empty string for every other.
redis.register_function{ function_name = 'tollgate_read', callback = function(keys)
    local run, copies = current_run(), {}
    for i = 1, #keys do
        local packed = redis.call('GET', keys[i])
        local copy = packed and unpack_copy(packed)
        copies[i] = copy and copy.ready == 1 and copy.run == run and packed or ''
    end
    return copies
end, flags = { 'no-writes' } }
