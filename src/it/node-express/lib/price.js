'use strict';

/** A price and a day as people of a place write them. */
module.exports = function price(amount, locale) {
  const money = new Intl.NumberFormat(locale, { style: 'currency', currency: 'EUR' });
  const day = new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeZone: 'Europe/Berlin' });
  return `${money.format(amount)}, ${day.format(new Date(0))}`;
};
