import groovy.json.JsonSlurper

['slim': 'docker', 'sandbox': 'sandbox'].each { folder, engine ->
    def report = new JsonSlurper().parse(new File(basedir, "target/${folder}/report.json"))
    assert report.engine.name == engine
    assert report.verification.verified
    assert report.verification.healthCheck.exitCode == 0
    assert report.probes.every { it.same }
    assert report.probes*.request == [
        'GET https://:443/admin/',
        'POST https://:443/order.php over HTTP/2',
        'POST http://:8080/order.php over HTTP/2',
        'GET http://:8080/nowhere over HTTP/2',
        'send ws://:8765/',
        'send wss://:8766/',
        'POST fastcgi://:9000/order.php',
        'check grpc://:50051/',
        'check grpcs://:50052/shop.Orders',
        'send tcp :6379',
        'send tcp :6379',
        'send tcp :2525',
        'exec redis-cli --no-raw ECHO hello',
        // From the command file.
        'GET http://:80/index.html',
        'POST https://:443/order.php',
        'POST https://:443/order.php',
        'GET https://:443/admin/ over HTTP/2',
        'GET http://:8080/ over HTTP/2',
        'send ws://:8765/',
        'GET fastcgi://:9000/order.php?article=milk']
    assert report.probes*.slim*.status ==
        [200, 200, 200, 404, 101, 101, 200, 0, 0, 0, 0, 0, 0, 200, 200, 200, 200, 200, 101, 200]
}

['slim-it/protocols:balanced', 'protocols:source'].each {
    assert ['docker', 'image', 'rm', '--force', it].execute().waitFor() == 0
}
return true
