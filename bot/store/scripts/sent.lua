-- Strike off an owed message, and remember the live card. Returns 1. Guarded.
-- KEYS  1 leases  2 holders  3 owed  4 card
-- ARGV  1 chat  2 holder  3 now_ms  4 owed id  5 card "<until_ms> <card>", '' to leave it, '-' to forget it  6 card_ttl_ms
for _, entry in ipairs(redis.call('LRANGE', KEYS[3], 0, -1)) do
  if string.match(entry, '^%S+') == ARGV[4] then
    redis.call('LREM', KEYS[3], 1, entry)
  end
end
if ARGV[5] == '-' then
  redis.call('DEL', KEYS[4])
elseif ARGV[5] ~= '' then
  redis.call('SET', KEYS[4], ARGV[5], 'PX', ARGV[6])
end
return 1
