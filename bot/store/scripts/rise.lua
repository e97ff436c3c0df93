-- Free a seat for who waits for it, unless it is another's by now. Returns 1, or 0 when it is.
-- KEYS  1 seat
-- ARGV  1 who holds it  2 ttl_ms
local beat, holder = string.match(redis.call('GET', KEYS[1]) or '', '^(%d+) (.*)$')
if holder ~= ARGV[1] then
  return 0
end
redis.call('SET', KEYS[1], string.format('%d ', beat + 1), 'PX', ARGV[2])
return 1
