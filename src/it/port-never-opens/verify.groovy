def log = new File(basedir, 'build.log').text

assert log =~ /ERROR.*'8080\/tcp' was not listened on within 10 s/
assert log.contains('the app listens on nothing')
assert log.contains('Waiting for a colleague')
assert !new File(basedir, 'target/slim/image').exists()
