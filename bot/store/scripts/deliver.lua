-- After the scripts that have something for a mailbox: put the entry there, and mark its chat ready. Returns 1.
-- KEYS  1 mailbox  2 ready  3 holders  4 wake
-- ARGV  1 now_ms  2 chat  3 entry "<id> <envelope>"  4 mailbox_ttl_ms
redis.call('RPUSH', KEYS[1], ARGV[3])
redis.call('PEXPIRE', KEYS[1], ARGV[4])

-- A leased chat becomes ready when its lease is given back or runs out.
if redis.call('HEXISTS', KEYS[3], ARGV[2]) == 0 then
  redis.call('ZADD', KEYS[2], 'NX', ARGV[1], ARGV[2])
  if redis.call('LLEN', KEYS[4]) == 0 then
    redis.call('RPUSH', KEYS[4], '1')
  end
end
return 1
