-- Deliver an envelope once. Returns 1, or 0 when the envelope was seen before.
-- KEYS  1 mailbox  2 ready  3 holders  4 wake  5 seen
-- ARGV  1 now_ms  2 chat  3 entry "<id> <envelope>"  4 mailbox_ttl_ms  5 seen_for_ms
local seen_at_ms = redis.call('GET', KEYS[5])
if seen_at_ms and tonumber(seen_at_ms) + tonumber(ARGV[5]) > tonumber(ARGV[1]) then
  return 0
end
redis.call('SET', KEYS[5], ARGV[1], 'PX', ARGV[5])
