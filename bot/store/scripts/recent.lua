-- Count what lies within a window, one more added first where it is named. Returns their number.
-- KEYS  1 the moments, a sorted set
-- ARGV  1 now_ms  2 window_ms  3 the new one, '' for none
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', tonumber(ARGV[1]) - tonumber(ARGV[2]))
if ARGV[3] ~= '' then
  redis.call('ZADD', KEYS[1], ARGV[1], ARGV[3])
  redis.call('PEXPIRE', KEYS[1], ARGV[2])
end
return redis.call('ZCARD', KEYS[1])
