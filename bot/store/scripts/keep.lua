-- Store session and details in the middle of a turn, with the timers. Returns 1. Guarded.
-- KEYS  1 leases  2 holders  3 timers  4 the chat's timers  5 session  6 details
-- ARGV  1 chat  2 holder  3 now_ms  4 timers  5 timers_ttl_ms
--       6 session  7 session_ttl_ms  8 details, '' for none  9 details_ttl_ms
redis.call('SET', KEYS[5], ARGV[6], 'PX', ARGV[7])
if ARGV[8] == '' then
  redis.call('DEL', KEYS[6])
else
  redis.call('SET', KEYS[6], ARGV[8], 'PX', ARGV[9])
end
return 1
