-- Put a dead letter back into the mailbox of its chat, and mark the chat ready.
-- Returns 1, or 0 when the letter is gone: it was put back already, or its chat was forgotten.
-- KEYS  1 mailbox  2 ready  3 holders  4 wake  5 dead letters
-- ARGV  1 now_ms  2 chat  3 entry "<id> <envelope>"  4 mailbox_ttl_ms  5 dead letter "<at_ms> <letter>"
if redis.call('LREM', KEYS[5], 1, ARGV[5]) == 0 then
  return 0
end
