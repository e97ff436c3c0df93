-- Forget all of a chat, its mailbox too; only the last words are left, until they were sent. Returns 1. Guarded.
-- KEYS  1 leases  2 holders  3 timers  4 the chat's timers  5 owed  6... every key of the chat, and of its returns
-- ARGV  1 chat  2 holder  3 now_ms  4 timers, none of them left  5 timers_ttl_ms  6 owed_ttl_ms
--       7... owed entries "<id> <body>"
for index = 4, #KEYS do
  redis.call('DEL', KEYS[index])
end
for index = 7, #ARGV do
  redis.call('RPUSH', KEYS[5], ARGV[index])
  redis.call('PEXPIRE', KEYS[5], ARGV[6])
end
return 1
