-- ARGV: owner, lease, retention
local record, answer = load()
if not record then
  return answer
end
if record.owner ~= ARGV[1] then
  return {'refused'}
end
return written(record, hold(ARGV[2], ARGV[3]))
