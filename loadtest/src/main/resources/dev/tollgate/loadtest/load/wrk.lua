-- Before this: calls = {{method, path, headers, body}, …}, thread_count, and failures, a list of texts.
threads = {}

function setup(thread)
    table.insert(threads, thread)
    thread:set("first", #threads - 1)
end

function init(arguments)
    prepared = {}
    for i, call in ipairs(calls) do
        for name, value in pairs(call[3]) do wrk.headers[name] = value end
        prepared[i] = wrk.format(call[1], call[2], wrk.headers, call[4])
    end
    at = math.floor(first * #prepared / thread_count)
end

function request()
    at = at % #prepared + 1
    return prepared[at]
end

-- Only if failures are given: looking into bodies costs the client. Counts are globals named by status and code of the
-- problem, and errors has a line for each name: other threads can read texts and numbers.
if #failures > 0 then
    errors = ""
    failed = 0

    local function count(outcome)
        if not _G[outcome] then errors = errors .. outcome .. "\n" end
        _G[outcome] = (_G[outcome] or 0) + 1
    end

    function response(status, headers, body)
        if status >= 400 then
            count(status .. " " .. (body:match('"code" ?: ?"([%w_]+)"') or ""))
            return
        end
        for _, text in ipairs(failures) do
            if body:find(text, 1, true) then
                failed = failed + 1
                count("499 ")
                return
            end
        end
    end
end

function done(summary, latency, requests)
    local e = summary.errors
    local inside, counts = 0, {}
    for _, thread in ipairs(threads) do
        inside = inside + (thread:get("failed") or 0)
        for outcome in (thread:get("errors") or ""):gmatch("[^\n]+") do
            counts[outcome] = (counts[outcome] or 0) + thread:get(outcome)
        end
    end
    io.write(string.format("RESULT %d %d %d %d %d %d %d\n", summary.requests, summary.duration, e.status + inside,
        e.connect + e.read + e.write + e.timeout, latency:percentile(50), latency:percentile(99), latency.max))
    for outcome, count in pairs(counts) do io.write(string.format("%d %s\n", count, outcome)) end
end
