-- Store all that a turn leaves behind, and remove its envelope. Returns 1. Guarded.
-- Run again after a lost answer it leaves the same, but for a second line of the journal and of an order.
-- KEYS  1 leases  2 holders  3 session  4 details  5 language  6 profile  7 mailbox  8 failures  9 owed  10 journal
--       11 orders  12 free tickets  13... return tokens that are awaited
-- ARGV  1 chat  2 holder  3 now_ms  4 session  5 session_ttl_ms  6 details, '' for none  7 details_ttl_ms
--       8 language, '' to leave it  9 language_ttl_ms
--       10 'set', 'forget' or 'leave' the profile  11 profile  12 profile_ttl_ms  13 envelope id, '' for none
--       14 journal entry "<now_ms> <line>"  15 journal_lines  16 journal_ttl_ms  17 owed_ttl_ms
--       18 most_orders  19 order "<until_ms> <order>", '' for none  20 the same with its tickets, '' for none
--       21... for each return token "<until_ms> <what is known>" and its ttl_ms, then owed entries "<id> <body>"
redis.call('SET', KEYS[3], ARGV[4], 'PX', ARGV[5])
if ARGV[6] == '' then
  redis.call('DEL', KEYS[4])
else
  redis.call('SET', KEYS[4], ARGV[6], 'PX', ARGV[7])
end
if ARGV[8] ~= '' then
  redis.call('SET', KEYS[5], ARGV[8], 'PX', ARGV[9])
end

if ARGV[10] == 'set' then
  redis.call('SET', KEYS[6], ARGV[11], 'PX', ARGV[12])
elseif ARGV[10] == 'forget' then
  redis.call('DEL', KEYS[6])
end

local oldest = redis.call('LINDEX', KEYS[7], 0)
if ARGV[13] ~= '' and oldest and string.match(oldest, '^%S+') == ARGV[13] then
  redis.call('LPOP', KEYS[7])
  redis.call('DEL', KEYS[8])
end

redis.call('RPUSH', KEYS[10], ARGV[14])
redis.call('LTRIM', KEYS[10], -tonumber(ARGV[15]), -1)
redis.call('PEXPIRE', KEYS[10], ARGV[16])

-- Each order has its own end; the keys live as long as the last one.
for index = 11, 12 do
  local latest_ms = 0
  if ARGV[index + 8] ~= '' then
    redis.call('RPUSH', KEYS[index], ARGV[index + 8])
    redis.call('LTRIM', KEYS[index], -tonumber(ARGV[18]), -1)
    for _, line in ipairs(redis.call('LRANGE', KEYS[index], 0, -1)) do
      local until_ms = tonumber(string.match(line, '^%d+'))
      if until_ms <= tonumber(ARGV[3]) then
        redis.call('LREM', KEYS[index], 1, line)
      end
      latest_ms = math.max(latest_ms, until_ms)
    end
    redis.call('PEXPIRE', KEYS[index], latest_ms - tonumber(ARGV[3]))
  end
end

local next_argument = 21
for index = 13, #KEYS do
  redis.call('SET', KEYS[index], ARGV[next_argument], 'PX', ARGV[next_argument + 1])
  next_argument = next_argument + 2
end

if #ARGV >= next_argument then
  local known = {}
  for _, entry in ipairs(redis.call('LRANGE', KEYS[9], 0, -1)) do
    known[string.match(entry, '^%S+')] = true
  end
  for index = next_argument, #ARGV do
    if not known[string.match(ARGV[index], '^%S+')] then
      redis.call('RPUSH', KEYS[9], ARGV[index])
    end
  end
  redis.call('PEXPIRE', KEYS[9], ARGV[17])
end
return 1
