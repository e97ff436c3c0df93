-- Store an envelope once, and mark its chat ready. Returns 1, or 0 when the envelope was seen before.
-- KEYS  1 seen  2 mailbox  3 ready  4 holders  5 wake
-- ARGV  1 now_ms  2 chat  3 entry "<id> <envelope>"  4 seen_for_ms  5 mailbox_ttl_ms
local seen_at_ms = redis.call('GET', KEYS[1])
if seen_at_ms and tonumber(seen_at_ms) + tonumber(ARGV[4]) > tonumber(ARGV[1]) then
  return 0
end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[4])
redis.call('RPUSH', KEYS[2], ARGV[3])
redis.call('PEXPIRE', KEYS[2], ARGV[5])

-- A leased chat becomes ready when its lease is given back or runs out.
if redis.call('HEXISTS', KEYS[4], ARGV[2]) == 0 then
  redis.call('ZADD', KEYS[3], 'NX', ARGV[1], ARGV[2])
  if redis.call('LLEN', KEYS[5]) == 0 then
    redis.call('RPUSH', KEYS[5], '1')
  end
end
return 1
