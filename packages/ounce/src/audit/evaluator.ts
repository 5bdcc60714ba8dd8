import ts from 'typescript';
import { ofCall, ofNew } from './calls.ts';
import { putInto } from './collections.ts';
import { ofDeclaration } from './declarations.ts';
import { Foreign } from './foreign.ts';
import { globalFetch } from './libraries/fetch.ts';
import { baseOf, memberOf } from './members.ts';
import { exportOf, isOwnFile, Modules, ofAlias } from './modules.ts';
import { type Assigned, References } from './references.ts';
import {
  bare,
  isAssignment,
  isEither,
  isGlobalName,
  isGlobalObject,
  nameOf,
  returnsOf,
  thisAround,
} from './syntax.ts';
import { isAmbientGlobal, ofType } from './types.ts';
import { Uses } from './uses.ts';
import {
  type Bindings,
  boundIn,
  derived,
  distinct,
  elementsOf,
  shapesOf,
  shapeValue,
  type Value,
} from './value.ts';

/** Steps spent on one expression before it is given up as too tangled. */
const stepLimit = 20_000;
const depthLimit = 120;

/**
 * Says what an expression may be, by following it back to an import, through variables, parameters, fields, returns and re-exports. Types are
 * asked only where that leads nowhere: so it works without the libraries' types, and knows more with them.
 */
export class Evaluator {
  readonly checker: ts.TypeChecker;
  readonly modules: Modules;
  readonly foreign: Foreign;
  readonly references: References;
  readonly uses: Uses;
  /** Expressions that were given up. */
  tangled = 0;
  readonly #known = new Map<ts.Node, Value[]>();
  readonly #asked = new Map<ts.Node, Set<string>>();
  /** What was found in the middle of a circle: good enough until the question that led there is answered. */
  readonly #passing = new Map<ts.Node, Value[]>();
  readonly #underWay = new Set<ts.Node>();
  readonly #trusted: readonly string[];
  #depth = 0;
  #steps = 0;
  #circles = 0;

  /** @param trusted functions of the code base that guard what is given to them, as they are called: `resilient`, `guard.call` */
  constructor(program: ts.Program, files: readonly ts.SourceFile[], trusted: readonly string[]) {
    this.#trusted = trusted;
    this.checker = program.getTypeChecker();
    this.modules = new Modules(program);
    this.foreign = new Foreign(program);
    this.references = new References(this.checker, files);
    this.uses = new Uses(this.references, this.checker);
  }

  /** What an expression may be. */
  of(expression: ts.Expression, bindings?: Bindings): Value[] {
    const node = bare(expression);
    return this.#once(node, bindings, () => this.#expression(node, bindings));
  }

  ofSymbol(symbol: ts.Symbol, bindings?: Bindings): Value[] {
    const declarations = symbol.declarations ?? [];
    return distinct(
      declarations.flatMap((declaration) =>
        this.#once(declaration, bindings, () =>
          isAlias(declaration) ? ofAlias(this, declaration) : ofDeclaration(this, declaration, bindings),
        ),
      ),
    );
  }

  /** The name under which a called function is trusted to guard; `undefined` when it is not. */
  trustedName(callee: ts.Expression): string | undefined {
    if (this.#trusted.length === 0) return undefined;
    const written = callee.getText().replace(/\s|[!?]/g, '');
    return this.#trusted.find((name) => written === name || written.endsWith(`.${name}`));
  }

  ofEntityName(name: ts.EntityName): Value[] {
    if (ts.isQualifiedName(name)) return this.member(this.ofEntityName(name.left), name.right.text);
    return this.#identifier(name, undefined);
  }

  ofType(type: ts.Type | undefined): Value[] {
    return ofType(this, type);
  }

  exported(specifier: string, from: ts.SourceFile, name: string): Value[] {
    return this.deeper(() => exportOf(this, specifier, from, name));
  }

  member(values: readonly Value[], name: string): Value[] {
    return this.deeper(() => distinct(values.flatMap((value) => this.#member(value, name))));
  }

  /** An object that is spread into itself is asked once. */
  #member(value: Value, name: string): Value[] {
    if (value.kind !== 'object') return memberOf(this, value, name);
    const names = this.#asked.get(value.node) ?? new Set();
    if (names.has(name)) {
      this.#circles++;
      return [];
    }
    this.#asked.set(value.node, names.add(name));
    const found = memberOf(this, value, name);
    names.delete(name);
    return found;
  }

  /** What is assigned to a name. */
  assigned(assignments: readonly Assigned[], bindings?: Bindings): Value[] {
    return assignments.flatMap(({ expression, member }) => {
      const values = this.of(expression, bindings);
      return member === undefined ? values : this.member(values, member);
    });
  }

  /** All that an object has, or a list. */
  anyMember(values: readonly Value[]): Value[] {
    const ofObjects = values.flatMap((value) => {
      const properties = value.kind === 'object' ? value.node.properties : [];
      return properties.flatMap((property) => this.member([value], nameOf(property.name) ?? ''));
    });
    return [...ofObjects, ...elementsOf(values)];
  }

  /** What calling gives, whatever the arguments. */
  called(values: readonly Value[]): Value[] {
    return values.flatMap((value): Value[] => {
      if (value.kind === 'function')
        return returnsOf(value.node).flatMap((one) => this.of(one, value.bindings));
      const returns = value.kind === 'shape' ? value.shape.returns : undefined;
      return value.kind === 'shape' && returns ? [derived(value, returns, '()')] : [];
    });
  }

  /** What `new` gives. */
  constructed(values: readonly Value[], bindings?: Bindings): Value[] {
    return values.flatMap((value): Value[] => {
      if (value.kind === 'class') return [{ kind: 'instance', node: value.node, bindings }];
      if (value.kind !== 'shape' || !value.shape.constructs) return [];
      return [derived(value, value.shape.constructs, '')];
    });
  }

  #expression(node: ts.Expression, bindings: Bindings | undefined): Value[] {
    if (ts.isIdentifier(node)) return this.#identifier(node, bindings);
    if (ts.isPropertyAccessExpression(node)) return this.#property(node, node.name.text, bindings);
    if (ts.isElementAccessExpression(node)) return this.#element(node, bindings);
    if (ts.isCallExpression(node)) return ofCall(this, node, bindings);
    if (ts.isNewExpression(node)) return ofNew(this, node, bindings);
    if (ts.isArrowFunction(node) || ts.isFunctionExpression(node))
      return [{ kind: 'function', node, bindings }];
    if (ts.isObjectLiteralExpression(node)) return this.#object(node, bindings);
    if (ts.isClassExpression(node)) return [{ kind: 'class', node }];
    if (ts.isArrayLiteralExpression(node))
      return [{ kind: 'elements', elements: this.#list(node, bindings) }];
    if (ts.isConditionalExpression(node))
      return [...this.of(node.whenTrue, bindings), ...this.of(node.whenFalse, bindings)];
    if (isEither(node)) return [...this.of(node.left, bindings), ...this.of(node.right, bindings)];
    if (isAssignment(node)) return this.of(node.right, bindings);
    if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.CommaToken)
      return this.of(node.right, bindings);
    if (node.kind === ts.SyntaxKind.ThisKeyword) return this.#this(node, bindings);
    if (node.kind === ts.SyntaxKind.SuperKeyword) return this.#super(node);
    return [];
  }

  #identifier(node: ts.Identifier, bindings: Bindings | undefined): Value[] {
    const { parent } = node;
    const symbol = ts.isShorthandPropertyAssignment(parent)
      ? this.checker.getShorthandAssignmentValueSymbol(parent)
      : this.checker.getSymbolAtLocation(node);
    const declarations = symbol?.declarations ?? [];
    if (declarations.length === 0 || declarations.every(isAmbientGlobal)) {
      const global = ofGlobal(node.text);
      if (global.length > 0 || declarations.length === 0) return global;
    }
    return symbol ? this.ofSymbol(symbol, boundIn(bindings, declarations)) : [];
  }

  #property(node: ts.PropertyAccessExpression, name: string, bindings: Bindings | undefined): Value[] {
    const base = this.of(node.expression, bindings);
    const found = this.member(base, name);
    const isGlobal = isGlobalObject(bare(node.expression));
    if (found.length > 0 || (!isGlobal && base.some(({ kind }) => kind === 'shape'))) return found;
    const kept = isGlobal ? this.assigned(this.references.assignedToGlobal(name)) : [];
    if (kept.length > 0) return kept;
    const symbol = this.checker.getSymbolAtLocation(node.name);
    const isOwn = symbol?.declarations?.some((declaration) => isOwnFile(declaration.getSourceFile()));
    const declared = symbol && isOwn ? this.ofSymbol(symbol, bindings) : [];
    return declared.length > 0 ? declared : this.#typed(node, name);
  }

  /** By the type of the expression, or of what it is a member of. */
  #typed(node: ts.PropertyAccessExpression | ts.ElementAccessExpression, name: string | undefined): Value[] {
    const byOwner =
      name === undefined
        ? []
        : this.member(this.ofType(this.checker.getTypeAtLocation(node.expression)), name);
    return byOwner.length > 0 ? byOwner : this.ofType(this.checker.getTypeAtLocation(node));
  }

  #element(node: ts.ElementAccessExpression, bindings: Bindings | undefined): Value[] {
    const base = this.of(node.expression, bindings);
    const key = bare(node.argumentExpression);
    const name = ts.isStringLiteralLike(key) || ts.isNumericLiteral(key) ? key.text : undefined;
    if (name !== undefined) {
      const found = this.member(base, name);
      return found.length > 0 ? found : this.#typed(node, name);
    }
    const names = literalNames(this.checker.getTypeAtLocation(node.argumentExpression));
    if (names.length > 0) return distinct(names.flatMap((one) => this.member(base, one)));
    const computed = shapesOf(base).flatMap((value): Value[] =>
      value.shape.computed ? [derived(value, value.shape.computed, '[…]')] : [],
    );
    const found = [...computed, ...this.anyMember(base)];
    return found.length > 0 ? found : this.#typed(node, undefined);
  }

  /** Also a table that is filled by computed names: `clients[name] = …`. */
  #object(node: ts.ObjectLiteralExpression, bindings: Bindings | undefined): Value[] {
    const put = putInto(this, node);
    const object: Value = { kind: 'object', node, bindings };
    return put.length > 0 ? [object, { kind: 'elements', elements: [put] }] : [object];
  }

  #list(node: ts.ArrayLiteralExpression, bindings: Bindings | undefined): Value[][] {
    const put = putInto(this, node);
    const written = node.elements.map((element) =>
      ts.isSpreadElement(element)
        ? elementsOf(this.of(element.expression, bindings))
        : this.of(element, bindings),
    );
    return put.length > 0 ? [...written, put] : written;
  }

  #this(node: ts.Node, bindings: Bindings | undefined): Value[] {
    const around = thisAround(node);
    if (!around) return [];
    if (ts.isClassLike(around)) return [{ kind: 'instance', node: around, bindings }];
    return [{ kind: 'object', node: around, bindings }];
  }

  #super(node: ts.Node): Value[] {
    const around = thisAround(node);
    return around && ts.isClassLike(around) ? this.constructed(baseOf(this, around)) : [];
  }

  /** A type that is written once may be asked for often, and may be part of itself. */
  once(node: ts.TypeAliasDeclaration, evaluate: () => Value[]): Value[] {
    return this.#once(node, undefined, evaluate);
  }

  /** Each thing once, however often it is asked for, and without running in circles. */
  #once(node: ts.Node, bindings: Bindings | undefined, evaluate: () => Value[]): Value[] {
    const known = bindings === undefined ? (this.#known.get(node) ?? this.#passing.get(node)) : undefined;
    if (known) return known;
    if (this.#underWay.has(node)) {
      this.#circles++;
      return [];
    }
    const circlesBefore = this.#circles;
    this.#underWay.add(node);
    const values = this.deeper(() => distinct(evaluate()));
    this.#underWay.delete(node);
    // What was found in the middle of a circle may be less than the whole.
    const isWhole = this.#circles === circlesBefore || this.#underWay.size === 0;
    if (bindings === undefined && this.#steps < stepLimit)
      (isWhole ? this.#known : this.#passing).set(node, values);
    if (this.#underWay.size === 0) this.#passing.clear();
    return values;
  }

  /** Everything that may lead back to itself passes here: it ends after so many levels, and so many steps in all. */
  deeper(evaluate: () => Value[]): Value[] {
    if (this.#depth === 0) this.#steps = 0;
    this.#steps++;
    if (this.#steps === stepLimit) this.tangled++;
    if (this.#steps >= stepLimit || this.#depth >= depthLimit) {
      this.#circles++;
      return [];
    }
    this.#depth++;
    try {
      return evaluate();
    } finally {
      this.#depth--;
    }
  }
}

function ofGlobal(name: string): Value[] {
  if (name === 'fetch') return [shapeValue(globalFetch, 'fetch', 'fetch')];
  if (!isGlobalName(name)) return [];
  const member = (key: string) =>
    key === 'fetch' ? globalFetch : isGlobalName(key) ? { member } : undefined;
  return [shapeValue({ member }, 'fetch', name)];
}

function isAlias(declaration: ts.Node): boolean {
  return (
    ts.isImportClause(declaration) ||
    ts.isImportSpecifier(declaration) ||
    ts.isNamespaceImport(declaration) ||
    ts.isNamespaceExport(declaration) ||
    ts.isExportSpecifier(declaration) ||
    ts.isImportEqualsDeclaration(declaration)
  );
}

function literalNames(type: ts.Type): string[] {
  const types = type.isUnion() ? type.types : [type];
  const names = types.flatMap((one) => (one.isStringLiteral() ? [one.value] : []));
  return names.length === types.length ? names : [];
}
