-- The functions by name.

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
            local state = look_at(of, keys[i])
            packed[i] = state and state.ready ~= 0 and whole_state(state) and pack_state(of, state) or ''
        end
        return packed
    end
end

local function register(name, callback, flags)
    redis.register_function{ function_name = name, callback = callback, flags = flags }
end

register('tollgate_hold_8', holds)
register('tollgate_hold_4', holds_in_parts)
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

-- The name that every version registers: Redis refuses a second library with it.
register('tollgate_now', now_ms, { 'no-writes' })
