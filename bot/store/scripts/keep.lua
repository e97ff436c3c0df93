-- Store session and details in the middle of a turn. Returns 1. Guarded.
-- KEYS  1 leases  2 holders  3 session  4 details
-- ARGV  1 chat  2 holder  3 now_ms  4 session  5 session_ttl_ms  6 details, '' for none  7 details_ttl_ms
redis.call('SET', KEYS[3], ARGV[4], 'PX', ARGV[5])
if ARGV[6] == '' then
  redis.call('DEL', KEYS[4])
else
  redis.call('SET', KEYS[4], ARGV[6], 'PX', ARGV[7])
end
return 1
