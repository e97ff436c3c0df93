-- Count a failure of the oldest envelope; at the last one move it to the dead letters.
-- Returns 1 when it went there, else 0: also when the envelope is gone, as after a commit whose answer was lost. Guarded.
-- Run again after a lost answer it leaves the same and says the same.
-- KEYS  1 leases  2 holders  3 mailbox  4 failures  5 dead letters
-- ARGV  1 chat  2 holder  3 now_ms  4 envelope id  5 most_failures  6 failures_ttl_ms
--       7 dead letter "<now_ms> <letter>"  8 dead_letters_ttl_ms  9 how often it has failed with this time
local oldest = redis.call('LINDEX', KEYS[3], 0)
if not oldest or string.match(oldest, '^%S+') ~= ARGV[4] then
  return redis.call('LINDEX', KEYS[5], -1) == ARGV[7] and 1 or 0
end
if tonumber(ARGV[9]) < tonumber(ARGV[5]) then
  redis.call('HSET', KEYS[4], ARGV[4], ARGV[9])
  redis.call('PEXPIRE', KEYS[4], ARGV[6])
  return 0
end

redis.call('LPOP', KEYS[3])
redis.call('DEL', KEYS[4])
redis.call('RPUSH', KEYS[5], ARGV[7])
-- Each letter has its own end, though the key's TTL begins anew with every one.
local ended_at_ms = tonumber(ARGV[3]) - tonumber(ARGV[8])
while tonumber(string.match(redis.call('LINDEX', KEYS[5], 0), '^%d+')) <= ended_at_ms do
  redis.call('LPOP', KEYS[5])
end
redis.call('PEXPIRE', KEYS[5], ARGV[8])
return 1
