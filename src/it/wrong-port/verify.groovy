def log = new File(basedir, 'build.log').text

assert log =~ /ERROR.*'8080\/tcp' was not listened on within 10 s/
assert log.contains("the app listens on '9090/tcp'")
assert log.contains('Set <ports> to those that the app listens on')
assert !new File(basedir, 'target/slim/image').exists()
