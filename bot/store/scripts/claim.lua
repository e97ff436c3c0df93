-- Take back the leases that ran out, then lease the chat that has been ready longest.
-- Returns {chat, fence}, or nil when none is ready or nothing may be sent to anybody. Asked again after a lost answer it returns what it leased then.
-- KEYS  1 ready  2 leases  3 holders  4 fence  5 wake  6 paused until
-- ARGV  1 now_ms  2 lease_until_ms  3 claimant, another for every claim  4 '1' when it is asked again, else '0'
if ARGV[4] == '1' then
  local held = redis.call('HGETALL', KEYS[3])
  for index = 1, #held, 2 do
    local fence, claimant = string.match(held[index + 1], '^(%d+):(.*)$')
    if claimant == ARGV[3] then
      return {held[index], tonumber(fence)}
    end
  end
end

local overdue = redis.call('ZRANGE', KEYS[2], '-inf', ARGV[1], 'BYSCORE', 'LIMIT', 0, 100, 'WITHSCORES')
for index = 1, #overdue, 2 do
  redis.call('ZREM', KEYS[2], overdue[index])
  redis.call('HDEL', KEYS[3], overdue[index])
  redis.call('ZADD', KEYS[1], 'NX', overdue[index + 1], overdue[index])
end

local paused_until_ms = redis.call('GET', KEYS[6])
if paused_until_ms and tonumber(paused_until_ms) > tonumber(ARGV[1]) then
  return false
end

local chat = redis.call('ZRANGE', KEYS[1], '-inf', ARGV[1], 'BYSCORE', 'LIMIT', 0, 1)[1]
if not chat then
  return false
end
redis.call('ZREM', KEYS[1], chat)
local fence = redis.call('INCR', KEYS[4])
redis.call('ZADD', KEYS[2], ARGV[2], chat)
redis.call('HSET', KEYS[3], chat, string.format('%d:%s', fence, ARGV[3]))

-- One token wakes one worker; while more is ready, the worker that woke passes it on.
if redis.call('ZCOUNT', KEYS[1], '-inf', ARGV[1]) > 0 and redis.call('LLEN', KEYS[5]) == 0 then
  redis.call('RPUSH', KEYS[5], '1')
end
return {chat, fence}
