-- ARGV: owner, lease, retention, the fence to end although its lease runs, or 0
local record, answer = load()
if not record then
  return answer
end
local wins = now() >= record.leaseUntil or record.fence == tonumber(ARGV[4])
if record.owner ~= ARGV[1] and not wins then
  return refused()
end
local leaseUntil = hold(ARGV[2], ARGV[3])
if record.owner ~= ARGV[1] then
  redis.call('HSET', KEYS[1],
    'owner', ARGV[1], 'version', text(record.version + 1), 'fence', text(record.fence + 1))
end
local reply = written(record, leaseUntil)
reply[5] = {}
reply[6] = redis.call('HGETALL', KEYS[1])
return reply
