-- Store what was read of the shop, unless something newer is there; whoever reads it is done. What seems to come out of the
-- future was stored by the clock of another machine, and is not newer for that.
-- KEYS  1 the answer "<read_at_ms> <ciphertext>"  2 until when somebody reads it
-- ARGV  1 now_ms  2 read_at_ms  3 the answer  4 kept_ms
local stored = redis.call('GET', KEYS[1])
local stored_at = stored and tonumber(string.match(stored, '^%d+'))
if not stored or stored_at <= tonumber(ARGV[2]) or stored_at > tonumber(ARGV[1]) then
  redis.call('SET', KEYS[1], ARGV[3], 'PX', ARGV[4])
end
redis.call('DEL', KEYS[2])
