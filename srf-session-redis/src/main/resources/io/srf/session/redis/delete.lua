-- ARGV: fence, owner, retention
local record, answer = load()
if not record then
  return answer
end
if record.fence ~= tonumber(ARGV[1]) or record.owner ~= ARGV[2] then
  return refused()
end
local gone = flat((entries()))
redis.call('DEL', KEYS[1])
if record.fence >= 2 then
  redis.call('HSET', KEYS[1], 'deleted', ARGV[1])
  redis.call('PEXPIRE', KEYS[1], ARGV[3])
end
return {'deleted', ARGV[1], gone}
