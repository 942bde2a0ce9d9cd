-- Accounts: what they leave for a hold, and how their copies are made, published and dropped.

local NOTIFY, PAUSE = 1, 2
local NONE = -1

-- made: when the stub was made, in milliseconds. ready: 0 for a stub, which waits for its first publish.
local ACCOUNT = kind('A2', 'seq', 'inc', 'ready', 'made', 'closed', 'turn', 'end_bucket', 'included', 'prepaid',
    'cap_left', 'next_included', 'next_cap', 'enforcement', 'valid_until')

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

-- One string with a double per key: the seq of its copy, 0 for a stub, NONE for no copy.
local function seqs(keys)
    local found = {}
    for i = 1, #keys do
        local copy = look_at(ACCOUNT, keys[i])
        found[i] = struct.pack('<d', copy and copy.seq or NONE)
    end
    return table.concat(found)
end
