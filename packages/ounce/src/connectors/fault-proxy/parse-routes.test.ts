import { expect, it } from 'vitest';
import { parseRoutes } from './parse-routes.ts';

it('reads routes with commas between them', () => {
  expect(parseRoutes('payments=127.0.0.1:8081>10.0.0.7:8080, search=localhost:0>db.internal:5432')).toEqual([
    { name: 'payments', listen: { host: '127.0.0.1', port: 8081 }, to: { host: '10.0.0.7', port: 8080 } },
    { name: 'search', listen: { host: 'localhost', port: 0 }, to: { host: 'db.internal', port: 5432 } },
  ]);
  expect(parseRoutes('')).toEqual([]);
});

it.each([
  ['payments', '"payments" is no route; expected name=host:port>host:port'],
  ['a=1.2.3.4:80', 'is no route'],
  ['a=1.2.3.4:80>1.2.3.4:81,a=1.2.3.4:82>1.2.3.4:81', '"a" is given twice'],
])('refuses %s', (text, says) => {
  expect(() => parseRoutes(text)).toThrow(says);
});
