-- Wake one waiting worker, of whichever process. Returns 1.
-- KEYS  1 wake
if redis.call('LLEN', KEYS[1]) == 0 then
  redis.call('RPUSH', KEYS[1], '1')
end
return 1
