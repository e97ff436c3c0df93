-- Deliver a timer that is due.
-- Returns 1, or 0 when it is not due (any more): another worker was faster, or its hold was moved meanwhile.
-- KEYS  1 mailbox  2 ready  3 holders  4 wake  5 timers  6 the chat's timers
-- ARGV  1 now_ms  2 chat  3 entry "<id> <envelope>"  4 mailbox_ttl_ms  5 timer "<chat> <id>"
local at_ms = redis.call('ZSCORE', KEYS[5], ARGV[5])
if not at_ms or tonumber(at_ms) > tonumber(ARGV[1]) then
  return 0
end
redis.call('ZREM', KEYS[5], ARGV[5])
redis.call('SREM', KEYS[6], ARGV[5])
