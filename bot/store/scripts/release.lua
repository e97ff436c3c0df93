-- Give the lease back; the chat is ready again when anything waits or is owed. Returns 1. Guarded.
-- KEYS  1 leases  2 holders  3 mailbox  4 owed  5 ready  6 wake
-- ARGV  1 chat  2 holder  3 now_ms  4 ready_at_ms
redis.call('ZREM', KEYS[1], ARGV[1])
redis.call('HDEL', KEYS[2], ARGV[1])
if redis.call('EXISTS', KEYS[3], KEYS[4]) > 0 then
  redis.call('ZADD', KEYS[5], 'NX', ARGV[4], ARGV[1])
  if tonumber(ARGV[4]) <= tonumber(ARGV[3]) and redis.call('LLEN', KEYS[6]) == 0 then
    redis.call('RPUSH', KEYS[6], '1')
  end
end
return 1
