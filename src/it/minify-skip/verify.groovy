def log = new File(basedir, 'build.log').text

assert log.contains("Skipped: 'slim.minify.skip' is set.")
assert log.contains("Skipped: 'slim.skip' is set.")
assert !new File(basedir, 'target/slim/report.json').exists()
assert !new File(basedir, 'target/slim/image').exists()
