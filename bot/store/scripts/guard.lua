-- Before every guarded script: stop unless the chat is leased by this very claim, and the lease has not run out.
-- KEYS  1 leases  2 holders
-- ARGV  1 chat  2 holder  3 now_ms
local leased_until_ms = redis.call('ZSCORE', KEYS[1], ARGV[1])
if redis.call('HGET', KEYS[2], ARGV[1]) ~= ARGV[2]
    or not leased_until_ms
    or tonumber(leased_until_ms) <= tonumber(ARGV[3]) then
  return -1
end
