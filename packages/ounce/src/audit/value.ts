import ts from 'typescript';
import type { Shape } from './shape.ts';
import type { FunctionNode } from './syntax.ts';

/** What the parameters of a function stand for while one call of it is followed. */
export interface Bindings {
  readonly fn: FunctionNode;
  readonly args: readonly ts.Expression[];
  /** Those in force where the arguments are written. */
  readonly outer: Bindings | undefined;
}

/** What is declared outside of a function does not depend on how the function is called, and need not be followed anew for each call. */
export function boundIn(
  bindings: Bindings | undefined,
  declarations: readonly ts.Node[],
): Bindings | undefined {
  for (let bound = bindings; bound; bound = bound.outer) {
    const { fn } = bound;
    // The arguments of a constructor matter to the whole class.
    const scope = ts.isConstructorDeclaration(fn) ? fn.parent : fn;
    if (declarations.some((node) => contains(scope, node))) return bindings;
  }
  return undefined;
}

function contains(scope: ts.Node, node: ts.Node): boolean {
  return node.pos >= scope.pos && node.end <= scope.end && node.getSourceFile() === scope.getSourceFile();
}

export interface ShapeValue {
  readonly kind: 'shape';
  readonly shape: Shape;
  readonly library: string;
  /** How the library's own documentation would write it: `axios.get`, `pg.Pool().query`. */
  readonly name: string;
  readonly guardedBy?: string;
}

/** What an expression may be, as far as the audit follows it. Anything else is no value at all. */
export type Value =
  | ShapeValue
  | { readonly kind: 'function'; readonly node: FunctionNode; readonly bindings: Bindings | undefined }
  | {
      readonly kind: 'object';
      readonly node: ts.ObjectLiteralExpression;
      readonly bindings: Bindings | undefined;
    }
  | { readonly kind: 'class'; readonly node: ts.ClassLikeDeclaration }
  | {
      readonly kind: 'instance';
      readonly node: ts.ClassLikeDeclaration;
      readonly bindings: Bindings | undefined;
    }
  /** A list or a map: its elements. */
  | { readonly kind: 'elements'; readonly elements: readonly (readonly Value[])[] }
  | { readonly kind: 'module'; readonly file: ts.SourceFile };

export function shapeValue(shape: Shape, library: string, name: string, guardedBy?: string): ShapeValue {
  const by = shape.guardedBy ?? guardedBy;
  const { library: whose = library } = shape;
  const known = { kind: 'shape', shape, library: whose, name: whose === library ? name : whose } as const;
  return by === undefined ? known : { ...known, guardedBy: by };
}

/** A value reached from another: guarded by whatever guards that one. */
export function derived(from: ShapeValue, shape: Shape, suffix: string): ShapeValue {
  return shapeValue(shape, from.library, from.name + suffix, from.guardedBy);
}

export function shapesOf(values: readonly Value[]): ShapeValue[] {
  return values.filter((value) => value.kind === 'shape');
}

export function elementsOf(values: readonly Value[]): Value[] {
  return values.flatMap((value) => (value.kind === 'elements' ? value.elements.flat() : []));
}

const most = 12;

/** Without repetitions, and bounded: what may be a dozen things is known no better for a thirteenth. */
export function distinct(values: readonly Value[]): Value[] {
  const seen = new Set<unknown>();
  const kept: Value[] = [];
  for (const value of values) {
    const key =
      value.kind === 'shape' ? `${value.library} ${value.name} ${value.guardedBy}` : identity(value);
    if (seen.has(key)) continue;
    seen.add(key);
    kept.push(value);
    if (kept.length === most) break;
  }
  return kept;
}

function identity(value: Exclude<Value, ShapeValue>): unknown {
  if (value.kind === 'elements') return value.elements;
  return value.kind === 'module' ? value.file : value.node;
}
