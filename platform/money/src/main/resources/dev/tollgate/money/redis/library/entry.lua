-- What the entries of a call have in common.

local function whole(text)
    local number = tonumber(text)
    if not number or number ~= math.floor(number) or math.abs(number) >= 9007199254740992 then
        error('not a whole number: ' .. tostring(text))
    end
    return number
end

local function digits(number)
    return string.format('%.0f', number)
end

-- Values by key, of which the latest written are kept: at least so many writes, at most twice as many.
local function latest(writes)
    return { young = {}, old = {}, left = writes, writes = writes }
end

local function turn(values)
    values.old, values.young, values.left = values.young, {}, values.writes
end

local function keep(values, key, value)
    if values.left == 0 then
        turn(values)
    end
    values.young[key] = value
    values.left = values.left - 1
end

-- What is kept of a key, or nil. What is old and still used becomes young again.
local function kept(values, key)
    local value = values.young[key]
    if value == nil then
        value = values.old[key]
        if value ~= nil then
            keep(values, key, value)
        end
    end
    return value
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
