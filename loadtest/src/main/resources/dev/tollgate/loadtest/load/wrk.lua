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

-- Only for responses that fail with a good status: looking into bodies costs the client.
if #failures > 0 then
    failed = 0
    function response(status, headers, body)
        if status < 400 then
            for _, text in ipairs(failures) do
                if body:find(text, 1, true) then
                    failed = failed + 1
                    break
                end
            end
        end
    end
end

function done(summary, latency, requests)
    local e = summary.errors
    local inside = 0
    for _, thread in ipairs(threads) do inside = inside + (thread:get("failed") or 0) end
    io.write(string.format("RESULT %d %d %d %d %d %d %d\n", summary.requests, summary.duration, e.status + inside,
        e.connect + e.read + e.write + e.timeout, latency:percentile(50), latency:percentile(99), latency.max))
end
