-- KEYS[1] is a key entry or a part of the index. ARGV: member
return redis.call('ZREM', KEYS[1], ARGV[1])
