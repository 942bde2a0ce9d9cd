-- Rate limits of credentials.

local RATE_KEPT_MS = 3600000
local RATE_RENEWED_US = 600000000
local RENEWED_MAX = 10000
local RATES_DROPPED_MAX = 1000

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

-- The limits of admitted calls move on, from where they were last weighed.
local function move(session, key, args, first, count, admitted)
    local due, moved = session.due[key], session.moved[key] or {}
    session.moved[key] = moved
    for i = 1, count do
        local name = args[first + (i - 1) * 2]
        local interval = math.floor(1000000 / whole_of(session, args[first + i * 2 - 1]))
        due[name] = session.later[i] + (admitted - 1) * interval
        moved[name] = true
    end
end
