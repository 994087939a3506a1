-- KEYS[1] is a key entry. ARGV: rank of the first and of the last member, newest first
return redis.call('ZREVRANGE', KEYS[1], ARGV[1], ARGV[2])
