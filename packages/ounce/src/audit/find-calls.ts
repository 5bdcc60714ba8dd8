import { dirname } from 'node:path';
import ts from 'typescript';
import { passesThrough } from './calls.ts';
import { Evaluator } from './evaluator.ts';
import { Guards } from './guards.ts';
import { bare, functionAround, nameOf, nameOfFunctionAround } from './syntax.ts';
import { type ShapeValue, shapesOf, type Value } from './value.ts';

/** One outgoing call in the code. Lines and columns count from 1, columns in UTF-16 units. */
export interface FoundCall {
  readonly file: ts.SourceFile;
  readonly start: ts.LineAndCharacter;
  readonly end: ts.LineAndCharacter;
  readonly library: string;
  /** In the library's own words: `axios.get`, `pg.Pool().query`. */
  readonly callee: string;
  /** The function it is in: `Repository.find`, or `(module)`. */
  readonly inside: string;
  /** What guards it, for example `guard.wrap`; absent when nothing does. */
  readonly guardedBy?: string;
  /** Where a way to it begins that has no guard, if that is not where it stands. */
  readonly way?: ts.Node;
  /** Whether it is guarded as far as these files go: a service has nothing to do with what others do with its library. */
  readonly isGuardedWithin: (files: ReadonlySet<ts.SourceFile>) => boolean;
}

export interface FoundCalls {
  readonly calls: readonly FoundCall[];
  /** Expressions that were too tangled to be followed. */
  readonly tangled: number;
}

type Call = ts.CallExpression | ts.NewExpression | ts.TaggedTemplateExpression;

export interface FindOptions {
  /** The package that a folder belongs to. */
  readonly packageOf: (folder: string) => string;
  /** Functions of the code base that guard what is given to them. */
  readonly trusted: readonly string[];
}

/** Finds every outgoing call in the files, and what guards it. */
export function findCalls(
  program: ts.Program,
  files: readonly ts.SourceFile[],
  options: FindOptions,
): FoundCalls {
  const finder = new Finder(new Evaluator(program, files, options.trusted), options);
  for (const file of files) finder.readDispatchers(file);
  for (const file of files) finder.read(file);
  return { calls: finder.calls, tangled: finder.tangled };
}

/** Callbacks of these are called; the rest of what takes a function may only keep or compare it. */
const calling: ReadonlySet<string> = new Set(
  `map forEach flatMap filter find findIndex some every reduce then catch finally from
  setTimeout setInterval setImmediate queueMicrotask nextTick`.split(/\s+/),
);

class Finder {
  readonly calls: FoundCall[] = [];
  readonly #evaluator: Evaluator;
  readonly #guards: Guards;
  readonly #guardsWithin = new Map<ReadonlySet<ts.SourceFile>, Guards>();
  readonly #packageOf: (folder: string) => string;
  /** Packages whose process-wide dispatcher is a guarded one. */
  readonly #guardedPackages = new Set<string>();

  constructor(evaluator: Evaluator, { packageOf }: FindOptions) {
    this.#evaluator = evaluator;
    this.#guards = new Guards(evaluator);
    this.#packageOf = packageOf;
  }

  get tangled(): number {
    return this.#evaluator.tangled;
  }

  readDispatchers(node: ts.Node): void {
    if (ts.isCallExpression(node) && /setGlobalDispatcher/.test(node.expression.getText())) {
      const sets = shapesOf(this.#evaluator.of(node.expression)).some(({ shape }) => shape.setsDispatcher);
      const [dispatcher] = node.arguments;
      const isGuarded =
        dispatcher && shapesOf(this.#evaluator.of(dispatcher)).some(({ guardedBy }) => guardedBy);
      if (sets && isGuarded)
        this.#guardedPackages.add(this.#packageOf(dirname(node.getSourceFile().fileName)));
    }
    ts.forEachChild(node, (child) => this.readDispatchers(child));
  }

  read(node: ts.Node): void {
    if (ts.isCallExpression(node)) this.#call(node);
    else if (ts.isNewExpression(node)) this.#handedOver(node, this.#evaluator.of(node.expression));
    else if (ts.isTaggedTemplateExpression(node)) this.#add(node, this.#outgoing(node.tag));
    ts.forEachChild(node, (child) => this.read(child));
  }

  #call(node: ts.CallExpression): void {
    const callee = bare(node.expression);
    if (callee.kind === ts.SyntaxKind.ImportKeyword) return;
    const values = this.#evaluator.foreign.isMethod(callee) ? [] : this.#evaluator.of(callee);
    const direct = shapesOf(values).filter(({ shape }) => shape.outgoing);
    this.#add(node, direct.length > 0 ? direct : this.#applied(node, callee));
    this.#consumed(node, values);
    this.#handedOver(node, values);
  }

  #outgoing(expression: ts.Expression): ShapeValue[] {
    return shapesOf(this.#evaluator.of(expression)).filter(({ shape }) => shape.outgoing);
  }

  /** `fetch.call(…)`, `client.query.apply(…)`, `Reflect.apply(fetch, …)`. */
  #applied(node: ts.CallExpression, callee: ts.Expression): ShapeValue[] {
    if (!ts.isPropertyAccessExpression(callee)) return [];
    const { name, expression } = callee;
    if (name.text !== 'call' && name.text !== 'apply') return [];
    const [first] = node.arguments;
    if (expression.getText() === 'Reflect') return first ? this.#outgoing(first) : [];
    return this.#outgoing(expression);
  }

  /** `guard.consumer({ consumer }, …)`: the guard makes the calls to the queue. */
  #consumed(node: ts.CallExpression, values: readonly Value[]): void {
    const consumes = shapesOf(values).find(({ shape }) => shape.consumes)?.shape.consumes;
    const [source] = node.arguments;
    if (!consumes || !source) return;
    const sources = this.#evaluator.of(source);
    for (const [property, library] of Object.entries(consumes.properties)) {
      const isGiven = this.#evaluator.checker.getTypeAtLocation(source).getProperty(property);
      const [found] = shapesOf(this.#evaluator.member(sources, property));
      if (isGiven || found)
        this.#record(node, {
          library: found?.library ?? library,
          callee: 'consumer',
          guardedBy: consumes.by,
          isGuardedWithin: () => true,
        });
    }
  }

  /** A function of a library that is given to something that will call it: `urls.map(fetch)`, `guard.wrap(axios.get, …)`. */
  #handedOver(node: ts.CallExpression | ts.NewExpression, callees: readonly Value[]): void {
    const args = node.arguments ?? [];
    if (!args.some(isReference)) return;
    const runs = shapesOf(callees).find(({ shape }) => shape.runs)?.shape.runs;
    const callee = bare(node.expression);
    const name = ts.isPropertyAccessExpression(callee) ? callee.name.text : nameOf(callee);
    const isCalled = name !== undefined && calling.has(name) && callees.length === 0;
    if (!runs && (!isCalled || passesThrough(this.#evaluator, callee))) return;
    args.forEach((argument, index) => {
      if (!isReference(argument)) return;
      const found = this.#outgoing(argument);
      if (runs?.arguments.includes(index)) this.#add(argument, found, runs.by);
      else if (!runs) this.#add(argument, found);
    });
  }

  #add(node: Call | ts.Expression, outgoing: readonly ShapeValue[], by?: string): void {
    const [first] = outgoing;
    if (!first) return;
    const open = outgoing.find((value) => !this.#ownGuard(node, value));
    const { library, name: callee } = open ?? first;
    const sure = by ?? (open ? undefined : this.#ownGuard(node, first));
    const what = { library, callee, isGuardedWithin: () => true };
    if (sure === undefined) this.#reached(node, what);
    else this.#record(node, { ...what, guardedBy: sure });
  }

  /** Guarded by where it stands, if it is. */
  #reached(node: ts.Node, what: Pick<FoundCall, 'library' | 'callee'>): void {
    const answer = this.#guards.at(node);
    const isGuardedWithin = (files: ReadonlySet<ts.SourceFile>) => 'by' in this.#within(files).at(node);
    const isHere = 'open' in answer && functionAround(answer.open) === functionAround(node);
    const found = 'by' in answer ? { guardedBy: answer.by } : isHere ? {} : { way: answer.open };
    this.#record(node, { ...what, isGuardedWithin, ...found });
  }

  #within(files: ReadonlySet<ts.SourceFile>): Guards {
    const known = this.#guardsWithin.get(files) ?? new Guards(this.#evaluator, files);
    this.#guardsWithin.set(files, known);
    return known;
  }

  /** What the called thing itself is guarded by: it is the guard's own, or its dispatcher is. */
  #ownGuard(node: ts.Node, value: ShapeValue): string | undefined {
    if (value.guardedBy !== undefined || !value.shape.takesDispatcher) return value.guardedBy;
    const options = ts.isCallExpression(node) ? node.arguments.at(-1) : undefined;
    const given = options ? this.#evaluator.member(this.#evaluator.of(options), 'dispatcher') : [];
    if (given.length > 0) return shapesOf(given).find(({ guardedBy }) => guardedBy)?.guardedBy;
    const folder = this.#packageOf(dirname(node.getSourceFile().fileName));
    return this.#guardedPackages.has(folder) ? 'setGlobalDispatcher' : undefined;
  }

  #record(node: ts.Node, what: Omit<FoundCall, 'file' | 'start' | 'end' | 'inside'>): void {
    const file = node.getSourceFile();
    this.calls.push({
      file,
      start: file.getLineAndCharacterOfPosition(node.getStart(file)),
      end: file.getLineAndCharacterOfPosition(node.getEnd()),
      inside: nameOfFunctionAround(node),
      ...what,
    });
  }
}

function isReference(node: ts.Expression): boolean {
  const inner = bare(node);
  return ts.isIdentifier(inner) || ts.isPropertyAccessExpression(inner);
}
