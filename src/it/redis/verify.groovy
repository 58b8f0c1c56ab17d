import io.github.slimmaven.it.Levels

def levels = Levels.of(basedir, 'redis:source', 6379)
    .tcp('PING\r\n', /\+PONG/)
    .tcp('SET greeting hello\r\nGET greeting\r\n', /\$5\r\nhello/)
    .tcp('CONFIG GET maxmemory\r\n', /67108864/)
    .tcp('EVAL "return redis.call(\'INCRBY\', KEYS[1], cjson.decode(ARGV[1])[1])" 1 n [42]\r\n', /:42/)
    .tcp('BGREWRITEAOF\r\n', /Background append only file rewriting/)
    .tcp('BGSAVE SCHEDULE\r\n', /Background saving/)
    .tcp('SUBSCRIBE news\r\n', /subscribe/)
    .exec(['redis-cli', 'INFO', 'persistence'], /rdb_last_bgsave_status:ok/)
    .exec(['redis-cli', '--no-raw', 'DEBUG', 'SLEEP', '0'], /OK|DEBUG command not allowed/)
    .run(['redis-server', '--version'], /Redis server v=/)
levels.prove()
def report = levels.report('balanced')
assert report.probes.size() == 1
assert report.probes.get(0).request.asText().startsWith('connect tcp')
assert report.slim.size.asLong() < 20_000_000

// The other engine sees the same.
assert levels.report('sandbox').engine.name.asText() == 'sandbox'
assert levels.report('sandbox').slim.size == levels.report('balanced').slim.size
return true
