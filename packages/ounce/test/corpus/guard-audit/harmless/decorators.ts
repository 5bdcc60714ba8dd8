export const get = (path: string) => (target: object, key: string) => void [path, target, key];
export class Users {
  list() {
    return [];
  }
}
get('/users')(Users.prototype, 'list');
