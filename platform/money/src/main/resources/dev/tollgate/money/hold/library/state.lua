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
