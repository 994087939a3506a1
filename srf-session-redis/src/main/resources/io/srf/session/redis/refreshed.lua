-- ARGV: refresh period
local record, answer = load()
if not record then
  return answer
end
redis.call('HSET', KEYS[1], 'refreshAt', text(now() + ARGV[1]))
return {'written'}
