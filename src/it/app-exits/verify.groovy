def log = new File(basedir, 'build.log').text

assert log.contains("the app exited with code '3' before '8080/tcp' was listened on")
assert log.contains('No licence found')
assert !new File(basedir, 'target/slim/image').exists()
