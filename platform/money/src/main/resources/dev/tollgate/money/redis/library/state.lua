-- Packed states of every kind.

local PAIR = 16

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

-- Whether the state has every write that was made to it.
local function whole_state(state)
    return histories[state.run] == true
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

-- What a packed state was made of is kept with it until it changes: its numbers, as text, and all pairs but the last.
-- What changes numbers, or held sums otherwise than by take, says so.
local function changed(state)
    state.packed, state.numbers, state.former, state.old = nil, nil, nil, nil
end

local function pack_numbers(of, state)
    local numbers = {}
    for i = 1, #of.names do
        numbers[i] = state[of.names[i]]
    end
    return struct.pack(of.numbers, unpack(numbers))
end

-- The pairs before the last one that holds something; those that hold nothing are dropped.
local function pack_former(state)
    local buckets, held, last, parts = {}, {}, 0, {}
    for i = 1, #state.buckets do
        if state.held[i] ~= 0 then
            if last > 0 then
                parts[last] = struct.pack('<dd', buckets[last], held[last])
            end
            last = last + 1
            buckets[last], held[last] = state.buckets[i], state.held[i]
        end
    end
    state.buckets, state.held = buckets, held
    return table.concat(parts)
end

local function pack_state(of, state)
    state.numbers = state.numbers or pack_numbers(of, state)
    state.former = state.former or pack_former(state)
    local last = #state.buckets
    return of.format .. state.run .. state.numbers .. state.former
        .. (last > 0 and struct.pack('<dd', state.buckets[last], state.held[last]) or '')
end

-- The states that this server used last. One that is read is taken out, since its reader may change it.
local STATES_KEPT = 4096
local used = latest(STATES_KEPT)

-- The state under a key; nil for none, and for what this version cannot read.
local function read_state(of, key)
    local packed = redis.pcall('GET', key)
    local state = used.young[key] or used.old[key]
    if state then
        used.young[key], used.old[key] = nil, nil
        if state.packed == packed then
            return state
        end
    end
    state = unpack_state(of, packed)
    if state then
        state.packed = packed
    end
    return state
end

-- Puts a state back, unless it has changed since it was read.
local function put_back(key, state)
    if state and state.packed then
        keep(used, key, state)
    end
end

-- The same as read_state, for those who change nothing.
local function look_at(of, key)
    local state = read_state(of, key)
    put_back(key, state)
    return state
end

local function write_state(of, key, state)
    local packed = pack_state(of, state)
    if of.kept_ms then
        redis.call('SET', key, packed, 'PX', of.kept_ms)
    else
        redis.call('SET', key, packed)
    end
    state.packed = packed
    keep(used, key, state)
end
