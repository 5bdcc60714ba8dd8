class Store {
  fetch(key: string) {
    return key;
  }
}
export const load = () => new Store().fetch('k');
