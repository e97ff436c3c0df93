-- Take what was read of the shop, or the reading of it. Returns whether the caller is to read, and what is stored.
-- KEYS  1 the answer "<read_at_ms> <ciphertext>"  2 until when somebody reads it
-- ARGV  1 now_ms  2 lasts_ms  3 reading_ms
local now, stored = tonumber(ARGV[1]), redis.call('GET', KEYS[1])
if stored and math.abs(now - tonumber(string.match(stored, '^%d+'))) < tonumber(ARGV[2]) then
  return { 0, stored }
end
local until_ms = redis.call('GET', KEYS[2])
if until_ms and tonumber(until_ms) > now then
  return { 0, stored }
end
redis.call('SET', KEYS[2], string.format('%d', now + tonumber(ARGV[3])), 'PX', ARGV[3])
return { 1, stored }
