-- What the scripts on a record share. KEYS[1] is the record.

local function now()
  local time = redis.call('TIME')
  return time[1] * 1000 + math.floor(time[2] / 1000)
end

local function text(number)
  return string.format('%.0f', number)
end

local NUMBERS = {'version', 'fence', 'format', 'leaseUntil', 'refreshAt'}

-- The record without its value; or nil, and how the operation ends because of that.
local function load()
  local fields = redis.call('HMGET', KEYS[1], 'deleted', 'owner', unpack(NUMBERS))
  if fields[1] then
    return nil, {'deleted', fields[1]}
  end
  if not fields[2] and redis.call('EXISTS', KEYS[1]) == 0 then
    return nil, {'absent'}
  end
  local record = {owner = fields[2]}
  for i, name in ipairs(NUMBERS) do
    record[name] = tonumber(fields[i + 2])
    if not record[name] then
      return nil, redis.error_reply('CORRUPT no number in field ' .. name)
    end
  end
  if not record.owner or redis.call('HEXISTS', KEYS[1], 'value') == 0 then
    return nil, redis.error_reply('CORRUPT no field owner or value')
  end
  return record
end

local function refused()
  return {'refused', redis.call('HGETALL', KEYS[1])}
end

-- The versions of the record's key entries, by field name, and how many there are.
local function entries()
  local found, count = {}, 0
  for _, field in ipairs(redis.call('HKEYS', KEYS[1])) do
    if string.sub(field, 1, 4) == 'key:' then
      found[field] = redis.call('HGET', KEYS[1], field)
      count = count + 1
    end
  end
  return found, count
end

-- A map as a list of names and values.
local function flat(map)
  local list = {}
  for name, value in pairs(map) do
    list[#list + 1] = name
    list[#list + 1] = value
  end
  return list
end

-- Whether the record has this very snapshot: its keys are ARGV[from], ARGV[from + 1] ...
local function same(format, value, from)
  local found, count = entries()
  if count ~= #ARGV - from + 1 then
    return false
  end
  for i = from, #ARGV do
    if not found['key:' .. ARGV[i]] then
      return false
    end
  end
  local kept = redis.call('HMGET', KEYS[1], 'format', 'value')
  return kept[1] == format and kept[2] == value
end

-- Lets the lease end a while from now, and keeps the record from expiring. PEXPIRE comes first: after it Redis lets a script write
-- even if memory is full, so the records that are there can be kept up.
local function hold(lease, retention)
  local leaseUntil = now() + lease
  redis.call('PEXPIRE', KEYS[1], retention)
  redis.call('HSET', KEYS[1], 'leaseUntil', text(leaseUntil))
  return leaseUntil
end

-- Says that the write was done: until when the lease runs, whether that is earlier than before, and the key entries if it is time
-- to refresh them, else false.
local function written(record, leaseUntil)
  local shorter = leaseUntil < record.leaseUntil and 1 or 0
  local due = record.refreshAt <= now() and flat((entries()))
  return {'written', text(leaseUntil), shorter, due}
end
