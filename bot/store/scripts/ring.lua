-- Move a timer that is due into the mailbox of its chat, and mark the chat ready.
-- Returns 1, or 0 when it is not due (any more): another worker was faster, or its hold was moved meanwhile.
-- KEYS  1 timers  2 the chat's timers  3 mailbox  4 ready  5 holders  6 wake
-- ARGV  1 now_ms  2 chat  3 timer "<chat> <id>"  4 entry "<id> <envelope>"  5 mailbox_ttl_ms
local at_ms = redis.call('ZSCORE', KEYS[1], ARGV[3])
if not at_ms or tonumber(at_ms) > tonumber(ARGV[1]) then
  return 0
end
redis.call('ZREM', KEYS[1], ARGV[3])
redis.call('SREM', KEYS[2], ARGV[3])
redis.call('RPUSH', KEYS[3], ARGV[4])
redis.call('PEXPIRE', KEYS[3], ARGV[5])

-- A leased chat becomes ready when its lease is given back or runs out.
if redis.call('HEXISTS', KEYS[5], ARGV[2]) == 0 then
  redis.call('ZADD', KEYS[4], 'NX', ARGV[1], ARGV[2])
  if redis.call('LLEN', KEYS[6]) == 0 then
    redis.call('RPUSH', KEYS[6], '1')
  end
end
return 1
