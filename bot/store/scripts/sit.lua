-- Take a seat that is free or whose holder has fallen silent, or keep it. Returns what the seat says now.
-- It says "<beat> <holder>": the beat grows with every write and never begins anew, so no two writes say the same.
-- KEYS  1 seat
-- ARGV  1 who asks  2 what a silent holder said last, '' for none  3 ttl_ms
local said = redis.call('GET', KEYS[1])
local beat, holder = 0, ''
if said then
  beat, holder = string.match(said, '^(%d+) (.*)$')
end
if holder ~= '' and holder ~= ARGV[1] and said ~= ARGV[2] then
  return said
end
said = string.format('%d %s', beat + 1, ARGV[1])
redis.call('SET', KEYS[1], said, 'PX', ARGV[3])
return said
