-- Read what waits for a chat and what is remembered of it, at one moment.
-- Returns {oldest entry, its failures, session, details, card, language, profile, owed entries}; nil for what is absent.
-- KEYS  1 mailbox  2 failures  3 session  4 details  5 card  6 language  7 profile  8 owed
local oldest = redis.call('LINDEX', KEYS[1], 0)
local failures = false
if oldest then
  failures = redis.call('HGET', KEYS[2], string.match(oldest, '^%S+'))
end
return {
  oldest,
  failures,
  redis.call('GET', KEYS[3]),
  redis.call('GET', KEYS[4]),
  redis.call('GET', KEYS[5]),
  redis.call('GET', KEYS[6]),
  redis.call('GET', KEYS[7]),
  redis.call('LRANGE', KEYS[8], 0, -1)
}
