'use strict';

const fs = require('node:fs');
const https = require('node:https');
const tls = require('node:tls');

/** The certificates that a client trusts: Node's own, and the system's. */
module.exports = function certificates() {
  const ca = fs.readFileSync('/etc/ssl/certs/ca-certificates.crt', 'ascii');
  const agent = new https.Agent({ secureContext: tls.createSecureContext({ ca }) });
  return {
    own: tls.rootCertificates.length,
    system: ca.split('BEGIN CERTIFICATE').length - 1,
    ciphers: tls.getCiphers().length,
    secure: agent.options.secureContext instanceof tls.SecureContext,
  };
};
