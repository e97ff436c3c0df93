-- Put a dead letter back into the mailbox of its chat, and mark the chat ready.
-- Returns 1, or 0 when the letter is gone: it was put back already, or its chat was forgotten.
-- KEYS  1 dead letters  2 mailbox  3 ready  4 holders  5 wake
-- ARGV  1 now_ms  2 chat  3 dead letter "<at_ms> <letter>"  4 entry "<id> <envelope>"  5 mailbox_ttl_ms
if redis.call('LREM', KEYS[1], 1, ARGV[3]) == 0 then
  return 0
end
redis.call('RPUSH', KEYS[2], ARGV[4])
redis.call('PEXPIRE', KEYS[2], ARGV[5])

-- A leased chat becomes ready when its lease is given back or runs out.
if redis.call('HEXISTS', KEYS[4], ARGV[2]) == 0 then
  redis.call('ZADD', KEYS[3], 'NX', ARGV[1], ARGV[2])
  if redis.call('LLEN', KEYS[5]) == 0 then
    redis.call('RPUSH', KEYS[5], '1')
  end
end
return 1
