def log = new File(basedir, 'build.log').text

assert log.contains("'GET http://:8080/' was answered with status '500', but expected is 200-399.")
assert log.contains('The database is away')
assert log.contains('Listening on 8080')
assert !new File(basedir, 'target/slim/image').exists()
