-- KEYS[1] is a part of the index. ARGV: the score and id to go on behind, how many. Gives ids and their scores.
local time = redis.call('TIME')
local now = time[1] * 1000 + time[2] / 1000
local first
if redis.call('ZSCORE', KEYS[1], ARGV[2]) == ARGV[1] then
  first = redis.call('ZRANK', KEYS[1], ARGV[2]) + 1
else
  first = redis.call('ZCOUNT', KEYS[1], '-inf', '(' .. ARGV[1])
end
local found = redis.call('ZRANGE', KEYS[1], first, first + ARGV[3] - 1, 'WITHSCORES')
while #found > 0 and tonumber(found[#found]) > now do
  found[#found], found[#found - 1] = nil, nil
end
return found
