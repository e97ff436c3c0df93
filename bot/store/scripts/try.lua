-- Claim the trial whether the shop answers again. Returns whether it is the caller's, and when another one was answered.
-- KEYS  1 the last trial "<at_ms> <how it ended>"
-- ARGV  1 now_ms  2 every_ms  3 what stands there of one that was answered
local last = redis.call('GET', KEYS[1])
if last then
  local at_ms, ended = string.match(last, '^(%d+) (.*)$')
  if math.abs(tonumber(ARGV[1]) - tonumber(at_ms)) < tonumber(ARGV[2]) then
    return { 0, ended == ARGV[3] and at_ms }
  end
end
redis.call('SET', KEYS[1], ARGV[1] .. ' running', 'PX', ARGV[2])
return { 1, false }
