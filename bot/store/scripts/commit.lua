-- Store all that a turn leaves behind, and remove its envelope. Returns 1. Guarded.
-- Run again after a lost answer it leaves the same, but for a second journal line.
-- KEYS  1 leases  2 holders  3 session  4 details  5 language  6 mailbox  7 failures  8 owed  9 journal
-- ARGV  1 chat  2 holder  3 now_ms  4 session  5 session_ttl_ms  6 details, '' for none  7 details_ttl_ms
--       8 language, '' to leave it  9 language_ttl_ms  10 envelope id, '' for none
--       11 journal entry "<now_ms> <line>"  12 journal_lines  13 journal_ttl_ms  14 owed_ttl_ms
--       15... owed entries "<id> <body>"
redis.call('SET', KEYS[3], ARGV[4], 'PX', ARGV[5])
if ARGV[6] == '' then
  redis.call('DEL', KEYS[4])
else
  redis.call('SET', KEYS[4], ARGV[6], 'PX', ARGV[7])
end
if ARGV[8] ~= '' then
  redis.call('SET', KEYS[5], ARGV[8], 'PX', ARGV[9])
end

local oldest = redis.call('LINDEX', KEYS[6], 0)
if ARGV[10] ~= '' and oldest and string.match(oldest, '^%S+') == ARGV[10] then
  redis.call('LPOP', KEYS[6])
  redis.call('DEL', KEYS[7])
end

redis.call('RPUSH', KEYS[9], ARGV[11])
redis.call('LTRIM', KEYS[9], -tonumber(ARGV[12]), -1)
redis.call('PEXPIRE', KEYS[9], ARGV[13])

if #ARGV > 14 then
  local known = {}
  for _, entry in ipairs(redis.call('LRANGE', KEYS[8], 0, -1)) do
    known[string.match(entry, '^%S+')] = true
  end
  for index = 15, #ARGV do
    if not known[string.match(ARGV[index], '^%S+')] then
      redis.call('RPUSH', KEYS[8], ARGV[index])
    end
  end
  redis.call('PEXPIRE', KEYS[8], ARGV[14])
end
return 1
