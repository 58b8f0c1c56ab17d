def log = new File(basedir, 'build.log').text

assert log.contains("Skipped: 'slim.build.skip' is set.")
assert log.contains("Skipped: 'slim.skip' is set.")
assert !new File(basedir, 'target/slim').exists()
