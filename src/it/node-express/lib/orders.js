'use strict';

module.exports = [
  { id: 1, name: 'Soup' },
  { id: 2, name: 'Bread & butter' },
];
