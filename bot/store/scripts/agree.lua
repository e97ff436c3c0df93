-- Agree on how many shards there are: the first who asks says it, for the life of the data. Returns their number.
-- What was begun before anybody asked was begun with one.
-- KEYS  1 shards  2 fence
-- ARGV  1 how many there ought to be
local known = redis.call('GET', KEYS[1])
if not known then
  known = redis.call('EXISTS', KEYS[2]) == 1 and '1' or ARGV[1]
  redis.call('SET', KEYS[1], known)
end
return tonumber(known)
