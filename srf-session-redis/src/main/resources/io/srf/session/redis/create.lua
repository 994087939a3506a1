-- ARGV: version, fence, owner, lease, retention, refresh period, format, value, keys ...
local record, answer = load()
if not record and answer[1] == 'absent' then
  local leaseUntil = now() + ARGV[4]
  local fields = {
    'version', ARGV[1], 'fence', ARGV[2], 'owner', ARGV[3], 'leaseUntil', text(leaseUntil),
    'refreshAt', text(now() + ARGV[6]), 'format', ARGV[7], 'value', ARGV[8]}
  for i = 9, #ARGV do
    fields[#fields + 1] = 'key:' .. ARGV[i]
    fields[#fields + 1] = ARGV[1]
  end
  redis.call('HSET', KEYS[1], unpack(fields))
  redis.call('PEXPIRE', KEYS[1], ARGV[5])
  return {'written', text(leaseUntil), 0, false}
end
if not record then
  return answer
end
local sameStamp = record.version == tonumber(ARGV[1]) and record.fence == tonumber(ARGV[2]) and record.owner == ARGV[3]
if sameStamp and same(ARGV[7], ARGV[8], 9) then
  return written(record, hold(ARGV[4], ARGV[5]))
end
return refused()
