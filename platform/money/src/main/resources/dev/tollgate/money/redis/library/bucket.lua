-- What a state holds, by bucket.

local BUCKET_US = 10000000
local AGED_US = 70000000
local PAIRS_MAX = 1024
local MERGED_AT = 64
local YOUNG_BUCKETS, HOUR_BUCKETS, DAY_BUCKETS = 30, 360, 8640

local function take(state, b, cost)
    local last = #state.buckets
    if last > 0 and state.buckets[last] == b then
        state.held[last] = state.held[last] + cost
    else
        if state.former and last > 0 then
            state.former = state.former .. struct.pack('<dd', state.buckets[last], state.held[last])
        end
        state.buckets[last + 1], state.held[last + 1] = b, cost
    end
    state.packed = nil
    if not state.old or b < (state.starts or 0) then
        -- not added up yet, or of a period that is over
    elseif b < state.turn then
        state.old = state.old + cost
    else
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
    changed(state)
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
            changed(state)
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
    changed(state)
end

-- What is held in the period of the row and after it, added up once until it changes otherwise than by take.
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
