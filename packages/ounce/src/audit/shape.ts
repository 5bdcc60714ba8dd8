/**
 * What the audit knows about a value that comes from a library: whether calling it goes over the network, what it gives, and what it runs inside a
 * guard. Libraries are tables of shapes (`libraries/`); nothing here looks at code.
 */
export interface Shape {
  /** Whose call it is, where that is not the library that it comes from. */
  readonly library?: string;
  /** Calling it is an outgoing call. */
  readonly outgoing?: boolean;
  /** Calls of it, and of whatever is reached through it, are guarded by this. */
  readonly guardedBy?: string;
  /** What calling it gives; promises are seen through. */
  readonly returns?: Shape;
  /** What `new` gives. */
  readonly constructs?: Shape;
  readonly member?: (name: string) => Shape | undefined;
  /** What a member is whose name is only known at run time: `axios[method]`. */
  readonly computed?: Shape;
  /** What a function that is handed to it gets as parameters. */
  readonly callback?: readonly (Shape | undefined)[];
  /** It runs the functions among these arguments inside a guard. */
  readonly runs?: { readonly arguments: readonly number[]; readonly by: string };
  /** Calling it gives one of its own arguments back, guarded when `by` is there. */
  readonly passes?: { readonly arguments: readonly number[]; readonly by?: string };
  /** It consumes a queue, given in one of these properties of its first argument, inside a guard. */
  readonly consumes?: { readonly properties: Readonly<Record<string, string>>; readonly by: string };
  /** Calling it gives its own object back, guarded by this if one of the arguments is the guard's interceptor. */
  readonly composes?: boolean;
  readonly isInterceptor?: boolean;
  /** Makes its argument the dispatcher of the whole process. */
  readonly setsDispatcher?: boolean;
  /** Its requests go through the option `dispatcher`, or through that of the process. */
  readonly takesDispatcher?: boolean;
}

export interface Library {
  /** As it is shown, for example `axios`. */
  readonly name: string;
  readonly isModule: (specifier: string) => boolean;
  /** Namespace and default import at once: both have all members. */
  readonly module: (specifier: string) => Shape;
  /** What a value of a type that the library exports is: `Pool` of `pg`. Classes need no entry. */
  readonly types?: Readonly<Record<string, Shape>>;
}

type Members = Readonly<Record<string, Shape>>;

const own = (members: Members, name: string): Shape | undefined =>
  Object.hasOwn(members, name) ? members[name] : undefined;

/** An object with these members. */
export function object(members: Members, rest: Omit<Shape, 'member'> = {}): Shape {
  return { ...rest, member: (name) => own(members, name) };
}

/** An object whose every method is an outgoing call, but for `except`. */
export function allOutgoing(
  except: Members & { readonly _?: never } = {},
  rest: Omit<Shape, 'member'> = {},
): Shape {
  return {
    computed: outgoing,
    ...rest,
    member: (name) => own(except, name) ?? (harmlessEverywhere.has(name) ? undefined : outgoing),
  };
}

/** An object whose methods of these names are outgoing calls. */
export function outgoingMethods(
  names: string,
  members: Members = {},
  rest: Omit<Shape, 'member'> = {},
): Shape {
  const list = new Set(names.split(/\s+/));
  return { ...rest, member: (name) => own(members, name) ?? (list.has(name) ? outgoing : undefined) };
}

export const outgoing: Shape = { outgoing: true };
export const harmless: Shape = {};
export const gives = (returns: Shape): Shape => ({ returns });
export const asks = (returns: Shape, rest: Shape = {}): Shape => ({ ...rest, outgoing: true, returns });
export const makes = (constructs: Shape, statics: Members = {}): Shape => object(statics, { constructs });

/** Breaks the circle of shapes that give themselves. */
export function lazy(shape: () => Shape): Shape {
  return new Proxy({} as Shape, {
    get: (_, key) => Reflect.get(shape(), key),
    has: (_, key) => Reflect.has(shape(), key),
    ownKeys: () => Reflect.ownKeys(shape()),
    getOwnPropertyDescriptor: (_, key) => Reflect.getOwnPropertyDescriptor(shape(), key),
  });
}

export const named =
  (...names: readonly string[]) =>
  (specifier: string): boolean =>
    names.includes(specifier.replace(/^node:/, ''));

/** Event emitters and plain objects have these; none of them goes anywhere. */
const harmlessEverywhere: ReadonlySet<string> = new Set(
  `on once off addListener removeListener removeAllListeners prependListener emit listeners listenerCount eventNames setMaxListeners
  getMaxListeners rawListeners toString valueOf toJSON hasOwnProperty constructor then catch finally bind call apply
  close destroy disconnect end unref ref`.split(/\s+/),
);
