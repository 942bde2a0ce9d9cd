local RUN = 80
local HISTORIES_MAX = 64

-- The run of this server: its run id and the id of its replication history. A state of another run may lack writes.
--
-- The id of the history also changes when a first replica attaches and when the last one has been away for long, and
-- then nothing is lost. The locals of this library tell these cases apart: they start empty whenever the data of the
-- server is replaced (a full synchronization replaces the libraries with the data), so a history that they have seen
-- has no gap. Except where this server followed another master meanwhile: that one may have died before its last writes
-- came over. Then the history before the present one (master_replid2, which is zero in all other cases) is a foreign one.
local run_id
local known_info, known_run
local histories, histories_count = {}, 0

local function current_run()
    if not run_id then
        run_id = string.match(redis.call('INFO', 'server'), 'run_id:(%x+)')
    end
    local info = redis.call('INFO', 'replication')
    if info == known_info then
        return known_run
    end
    local history = string.match(info, 'master_replid:(%x+)')
    local run = run_id .. history
    if #run ~= RUN then
        error('a run of ' .. #run .. ' characters')
    end
    if not histories[run] and string.find(info, 'role:master', 1, true) then
        local former = string.match(info, 'master_replid2:(%x+)')
        local followed = former and string.find(former, '[^0]') and not histories[run_id .. former]
        if followed or histories_count >= HISTORIES_MAX then
            histories, histories_count = {}, 0
        end
        histories[run] = true
        histories_count = histories_count + 1
    end
    known_info, known_run = info, run
    return run
end

local function clock()
    local time = redis.call('TIME')
    return tonumber(time[1]) * 1000000 + tonumber(time[2]) + OFFSET_MS * 1000
end
