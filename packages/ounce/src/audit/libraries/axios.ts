import { gives, type Library, lazy, makes, named, object, outgoing, type Shape } from '../shape.ts';

const all = (names: string) => Object.fromEntries(names.split(' ').map((name) => [name, outgoing]));

const axiosInstance: Shape = object(
  {
    ...all('get delete head options post put patch postForm putForm patchForm request query'),
    create: gives(lazy(() => axiosInstance)),
    default: lazy(() => axiosInstance),
    axios: lazy(() => axiosInstance),
    Axios: makes(lazy(() => axiosInstance)),
  },
  { outgoing: true, computed: outgoing },
);

export const axios: Library = {
  name: 'axios',
  isModule: named('axios'),
  module: () => axiosInstance,
  types: { AxiosInstance: axiosInstance, AxiosStatic: axiosInstance, Axios: axiosInstance },
};

const gotStream: Shape = object(all('get post put patch head delete'), { outgoing: true });
const gotPaginate: Shape = object(all('all each'), { outgoing: true });
const gotInstance: Shape = object(
  {
    ...all('get post put patch head delete'),
    stream: gotStream,
    paginate: gotPaginate,
    extend: gives(lazy(() => gotInstance)),
    got: lazy(() => gotInstance),
    default: lazy(() => gotInstance),
  },
  { outgoing: true, computed: outgoing },
);

export const got: Library = {
  name: 'got',
  isModule: named('got'),
  module: () => gotInstance,
  types: { Got: gotInstance, ExtendedGot: gotInstance },
};
