-- Store all that a turn leaves behind, and remove its envelope. Returns 1. Guarded; the timers are set before.
-- Run again after a lost answer it does nothing: the last line of the journal is its own then.
-- KEYS  1 leases  2 holders  3 timers  4 the chat's timers  5 session  6 details  7 language  8 profile  9 mailbox
--       10 failures  11 owed  12 journal  13 orders  14 free tickets  15... return tokens that are awaited
-- ARGV  1 chat  2 holder  3 now_ms  4 timers  5 timers_ttl_ms
--       6 session  7 session_ttl_ms  8 details, '' for none  9 details_ttl_ms
--       10 language, '' to leave it  11 language_ttl_ms
--       12 'set', 'forget' or 'leave' the profile  13 profile  14 profile_ttl_ms  15 envelope id, '' for none
--       16 journal entry "<now_ms> <line>"  17 journal_lines  18 journal_ttl_ms  19 owed_ttl_ms
--       20 most_orders  21 order "<until_ms> <order>", '' for none  22 the same with its tickets, '' for none
--       23... for each return token "<until_ms> <what is known>" and its ttl_ms, then owed entries "<id> <body>"
if redis.call('LINDEX', KEYS[12], -1) == ARGV[16] then
  return 1
end

redis.call('SET', KEYS[5], ARGV[6], 'PX', ARGV[7])
if ARGV[8] == '' then
  redis.call('DEL', KEYS[6])
else
  redis.call('SET', KEYS[6], ARGV[8], 'PX', ARGV[9])
end
if ARGV[10] ~= '' then
  redis.call('SET', KEYS[7], ARGV[10], 'PX', ARGV[11])
end

if ARGV[12] == 'set' then
  redis.call('SET', KEYS[8], ARGV[13], 'PX', ARGV[14])
elseif ARGV[12] == 'forget' then
  redis.call('DEL', KEYS[8])
end

local oldest = redis.call('LINDEX', KEYS[9], 0)
if ARGV[15] ~= '' and oldest and string.match(oldest, '^%S+') == ARGV[15] then
  redis.call('LPOP', KEYS[9])
  redis.call('DEL', KEYS[10])
end

redis.call('RPUSH', KEYS[12], ARGV[16])
redis.call('LTRIM', KEYS[12], -tonumber(ARGV[17]), -1)
redis.call('PEXPIRE', KEYS[12], ARGV[18])

-- Each order has its own end; the keys live as long as the last one.
for index = 13, 14 do
  local latest_ms = 0
  if ARGV[index + 8] ~= '' then
    redis.call('RPUSH', KEYS[index], ARGV[index + 8])
    redis.call('LTRIM', KEYS[index], -tonumber(ARGV[20]), -1)
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

local next_argument = 23
for index = 15, #KEYS do
  redis.call('SET', KEYS[index], ARGV[next_argument], 'PX', ARGV[next_argument + 1])
  next_argument = next_argument + 2
end

if #ARGV >= next_argument then
  local known = {}
  for _, entry in ipairs(redis.call('LRANGE', KEYS[11], 0, -1)) do
    known[string.match(entry, '^%S+')] = true
  end
  for index = next_argument, #ARGV do
    if not known[string.match(ARGV[index], '^%S+')] then
      redis.call('RPUSH', KEYS[11], ARGV[index])
    end
  end
  redis.call('PEXPIRE', KEYS[11], ARGV[19])
end
return 1
