'use strict';

const path = require('node:path');
const express = require('express');

const app = express();
app.set('views', path.join(__dirname, 'views'));
app.set('view engine', 'ejs');
app.use('/public', express.static(path.join(__dirname, 'public')));

app.get('/', (request, response) => response.send('Welcome'));

// Express requires the view engine when the first view is rendered.
app.get('/orders', (request, response) => {
  response.render('orders', { orders: require('./lib/orders') });
});

app.get('/price', (request, response) => {
  response.send(require('./lib/price')(1234567.5, request.query.locale));
});

app.get('/menu', (request, response) => {
  const { stringify } = require('yaml');
  response.type('text/yaml').send(stringify({ soup: { price: 5 } }));
});

app.get('/checksum', async (request, response) => {
  const { checksum } = await import('./lib/checksum.mjs');
  response.send(await checksum('Welcome'));
});

app.get('/tls', (request, response) => response.json(require('./lib/certificates')()));

app.get('/calendar', (request, response, next) => {
  const { execFile } = require('node:child_process');
  execFile('date', ['--utc', '--date', '@0', '+%A'], (error, stdout) =>
    error ? next(error) : response.send(stdout),
  );
});

app.get('/broken', () => {
  throw new Error('No such order');
});

const server = app.listen(3000);
process.on('SIGTERM', () => server.close());
