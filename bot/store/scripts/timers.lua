-- Before every script that stores the session: let the chat have the timers of that session, and no others.
-- One that was set already may be due by now: it stays until it is rung. What was rung is never set again.
-- KEYS  1 leases  2 holders  3 timers  4 the chat's timers
-- ARGV  1 chat  2 holder  3 now_ms  4 a line for each timer "<at_ms> <chat> <id>"  5 timers_ttl_ms
local wanted = {}
for at_ms, timer in string.gmatch(ARGV[4], '(%d+) ([^\n]+)') do
  wanted[timer] = at_ms
end
local known = {}
for _, timer in ipairs(redis.call('SMEMBERS', KEYS[4])) do
  known[timer] = true
  if not wanted[timer] then
    redis.call('ZREM', KEYS[3], timer)
    redis.call('SREM', KEYS[4], timer)
  end
end
for timer, at_ms in pairs(wanted) do
  if known[timer] or tonumber(at_ms) > tonumber(ARGV[3]) then
    redis.call('ZADD', KEYS[3], at_ms, timer)
    redis.call('SADD', KEYS[4], timer)
    redis.call('PEXPIRE', KEYS[4], ARGV[5])
  end
end
