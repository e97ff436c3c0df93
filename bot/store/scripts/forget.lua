-- Forget all of a chat, its mailbox too; only the last words are left, until they were sent. Returns 1. Guarded.
-- KEYS  1 leases  2 holders  3 owed  4... every key of the chat, and of the returns that it awaits
-- ARGV  1 chat  2 holder  3 now_ms  4 owed_ttl_ms  5... owed entries "<id> <body>"
for index = 3, #KEYS do
  redis.call('DEL', KEYS[index])
end
for index = 5, #ARGV do
  redis.call('RPUSH', KEYS[3], ARGV[index])
  redis.call('PEXPIRE', KEYS[3], ARGV[4])
end
return 1
