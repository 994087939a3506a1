-- Whether the record is an orphan.
local record, answer = load()
if not record then
  return answer
end
if now() >= record.leaseUntil then
  return {'orphan'}
end
return {'held', text(record.leaseUntil)}
