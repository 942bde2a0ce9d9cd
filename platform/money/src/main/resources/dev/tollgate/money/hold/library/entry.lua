-- What the entries of a call have in common.

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

-- One verdict per key; for an entry that broke, what stands for it.
local function each(keys, broken, step)
    local verdicts = {}
    for i = 1, #keys do
        local ok, verdict = pcall(step, i)
        verdicts[i] = ok and verdict or broken
    end
    return verdicts
end
