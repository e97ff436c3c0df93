-- Give the lease back; the chat is ready again when anything waits or is owed. Guarded.
-- Returns until when a pause of all that begins here lasts, else 0.
-- One that is to be left alone gets its time also where nothing is left to do, or the next envelope would break it.
-- Where Telegram refused too many chats at once, no chat is claimed for as long as the least of them has to wait.
-- KEYS  1 leases  2 holders  3 mailbox  4 owed  5 ready  6 wake  7 refused chats  8 paused until
-- ARGV  1 chat  2 holder  3 now_ms  4 ready_at_ms  5 unsent id, '' for none  6 its entry "<id> <body>"
--       7 refused 'chat', 'bot' or ''  8 refused_for_ms  9 most_refused
redis.call('ZREM', KEYS[1], ARGV[1])
redis.call('HDEL', KEYS[2], ARGV[1])
if ARGV[5] ~= '' then
  for index, entry in ipairs(redis.call('LRANGE', KEYS[4], 0, -1)) do
    if string.match(entry, '^%S+') == ARGV[5] then
      redis.call('LSET', KEYS[4], index - 1, ARGV[6])
    end
  end
end
if ARGV[7] ~= '' or redis.call('EXISTS', KEYS[3], KEYS[4]) > 0 then
  redis.call('ZADD', KEYS[5], 'NX', ARGV[4], ARGV[1])
  if tonumber(ARGV[4]) <= tonumber(ARGV[3]) and redis.call('LLEN', KEYS[6]) == 0 then
    redis.call('RPUSH', KEYS[6], '1')
  end
end

local until_ms = 0
if ARGV[7] == 'bot' then
  until_ms = tonumber(ARGV[4])
elseif ARGV[7] == 'chat' then
  redis.call('ZREMRANGEBYSCORE', KEYS[7], '-inf', tonumber(ARGV[3]) - tonumber(ARGV[8]))
  redis.call('ZADD', KEYS[7], ARGV[3], ARGV[4] .. ' ' .. ARGV[1])
  redis.call('PEXPIRE', KEYS[7], ARGV[8])
  local least_ms, chats, counted = tonumber(ARGV[4]), {}, 0
  for _, refused in ipairs(redis.call('ZRANGE', KEYS[7], 0, -1)) do
    local ready_at_ms, chat = string.match(refused, '^(%S+) (.*)$')
    if not chats[chat] then
      chats[chat], counted = true, counted + 1
    end
    least_ms = math.min(least_ms, tonumber(ready_at_ms))
  end
  if counted >= tonumber(ARGV[9]) then
    until_ms = least_ms
  end
end
if until_ms > math.max(tonumber(ARGV[3]), tonumber(redis.call('GET', KEYS[8]) or '0')) then
  redis.call('SET', KEYS[8], string.format('%d', until_ms), 'PX', until_ms - tonumber(ARGV[3]))
  return until_ms
end
return 0
