-- ARGV: expected version, fence, owner, lease, retention, whether new keys have entries (1 or 0), format, value, keys ...
local record, answer = load()
if not record then
  return answer
end
local expected = tonumber(ARGV[1])
if record.fence ~= tonumber(ARGV[2]) or record.owner ~= ARGV[3] then
  return refused()
end
if record.version == expected + 1 and same(ARGV[7], ARGV[8], 9) then
  return written(record, hold(ARGV[4], ARGV[5]))
end
if record.version ~= expected then
  return refused()
end

local version = text(expected + 1)
local fields = {'version', version, 'format', ARGV[7], 'value', ARGV[8]}
local old = entries()
local new = {}
for i = 9, #ARGV do
  local field = 'key:' .. ARGV[i]
  if not old[field] then
    new[#new + 1] = ARGV[i]
    fields[#fields + 1] = field
    fields[#fields + 1] = version
  end
  old[field] = nil
end
if #new > 0 and ARGV[6] == '0' then
  return {'announce', new}
end
local leaseUntil = hold(ARGV[4], ARGV[5])
redis.call('HSET', KEYS[1], unpack(fields))
for field in pairs(old) do
  redis.call('HDEL', KEYS[1], field)
end
local reply = written(record, leaseUntil)
reply[5] = flat(old)
return reply
