-- Rate limits of credentials. Their state is when each limit would be whole again, at most a second from now, so it is
-- kept in memory: a server that starts, or takes over, begins with whole limits.

local TENANTS_KEPT = 131072
local TURNED_US = 60000000

local whole_at, turned_at = latest(TENANTS_KEPT), 0

-- Limits that have been whole for a minute or two are as if they were not there: those of revoked credentials go.
local function drop_whole_limits(now)
    if now - turned_at > TURNED_US then
        turn(whole_at)
    elseif now >= turned_at then
        return
    end
    turned_at = now
end

-- When each limit of an account is whole again, by name.
local function whole_at_of(key, now)
    local due = whole_at.young[key]
    if not due then
        due = {}
        for name, at in pairs(whole_at.old[key] or due) do
            if at > now - TURNED_US then
                due[name] = at
            end
        end
        keep(whole_at, key, due)
    end
    return due
end

-- Weighs the limits of a call (GCRA, burst of one second). Changes nothing but the scratch of the session, where it
-- leaves when each limit would be free after the call. Answers which limit refuses (0 for none) and how long to wait,
-- then the tightest, what is left of it before and after the call, and when it is whole again before and after.
local function weigh_limits(session, due, limits, now)
    local refused, wait, tightest, least, reset, step = 0, 0, 0, -1, 0, 0
    for i = 1, #limits do
        local interval, full = limits[i].interval, limits[i].full
        local from = due[limits[i].name] or 0
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
local function move(session, due, limits, admitted)
    for i = 1, #limits do
        due[limits[i].name] = session.later[i] + (admitted - 1) * limits[i].interval
    end
end
