-- KEYS[1] is a part of the index. ARGV: id, 'in' or 'at', milliseconds, how long entries live
local time = redis.call('TIME')
local now = time[1] * 1000 + time[2] / 1000
local at = tonumber(ARGV[3])
if ARGV[2] == 'in' then
  at = now + at
end
-- An entry that comes earlier stays. Its score changes all the same, so that who saw it before does not move it later.
local old = redis.call('ZSCORE', KEYS[1], ARGV[1])
if old and tonumber(old) <= at then
  at = old + 0.001
end
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - ARGV[4])
redis.call('ZADD', KEYS[1], at, ARGV[1])
redis.call('PEXPIRE', KEYS[1], ARGV[4])
return 1
