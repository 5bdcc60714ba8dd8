import ts from 'typescript';
import type { Evaluator } from './evaluator.ts';
import { bare, type FunctionNode, functionAround } from './syntax.ts';
import type { Use } from './uses.ts';
import { shapesOf } from './value.ts';

/** What a function is run by later, outside of whatever is around it now. */
const deferring: ReadonlySet<string> = new Set([
  'setTimeout',
  'setInterval',
  'setImmediate',
  'on',
  'once',
  'addListener',
  'addEventListener',
  'prependListener',
]);

/** Guarded by something, open because of a place that is reached without a guard, or nothing to be said: a function that calls itself. */
type Answer = { readonly by: string } | { readonly open: ts.Node } | 'neutral';

const isOpen = (answer: Answer): answer is { readonly open: ts.Node } =>
  answer !== 'neutral' && 'open' in answer;

/** Says whether, and by what, a place in the code is guarded: every way to it must lead through a guard. */
export class Guards {
  readonly #evaluator: Evaluator;
  readonly #within: ReadonlySet<ts.SourceFile> | undefined;
  readonly #known = new Map<FunctionNode, Answer>();
  readonly #underWay = new Set<ts.Node>();

  /** @param within only ways through these files count: those of one service */
  constructor(evaluator: Evaluator, within?: ReadonlySet<ts.SourceFile>) {
    this.#evaluator = evaluator;
    this.#within = within;
  }

  /** What guards a place, for example `guard.wrap`; or where the way without a guard begins. */
  at(node: ts.Node): { readonly by: string } | { readonly open: ts.Node } {
    const answer = this.#at(node);
    return answer === 'neutral' ? { open: node } : answer;
  }

  #at(node: ts.Node): Answer {
    const fn = functionAround(node);
    return fn ? this.#around(fn, node) : { open: node };
  }

  #around(fn: FunctionNode, node: ts.Node): Answer {
    const known = this.#known.get(fn);
    if (known) return known;
    if (this.#underWay.has(fn)) return 'neutral';
    this.#underWay.add(fn);
    const answer = this.#all(this.#evaluator.uses.of(fn), node);
    this.#underWay.delete(fn);
    if (answer !== 'neutral') this.#known.set(fn, answer);
    else if (this.#underWay.size === 0) return { open: node };
    return answer;
  }

  #all(uses: readonly Use[], node: ts.Node): Answer {
    let found: Answer = uses.length === 0 ? { open: node } : 'neutral';
    for (const use of uses) {
      const answer = this.#use(use);
      if (isOpen(answer)) return answer;
      if (answer !== 'neutral') found = answer;
    }
    return found;
  }

  #use(use: Use): Answer {
    const place = use.kind === 'lost' ? use.at : use.call;
    if (this.#within && !this.#within.has(place.getSourceFile())) return 'neutral';
    if (use.kind === 'lost') return { open: place };
    return use.kind === 'called' ? this.#at(use.call) : this.#argument(use);
  }

  /** A function handed to a call: run by a guard, by a function of the code base, or there and then. */
  #argument({ call, index, inObject = false }: Extract<Use, { kind: 'argument' }>): Answer {
    const callee = bare(call.expression);
    const trusted = this.#evaluator.trustedName(callee);
    if (trusted !== undefined) return { by: trusted };
    const values = this.#evaluator.of(callee);
    for (const { shape } of shapesOf(values))
      if (shape.runs?.arguments.includes(index) && !inObject) return { by: shape.runs.by };
    const consumes = shapesOf(values).find(({ shape }) => shape.consumes)?.shape.consumes;
    if (consumes && index === 0) return { by: consumes.by };
    const parameters = values.flatMap((value) => {
      const fn =
        value.kind === 'class' ? value.node.members.find(ts.isConstructorDeclaration) : functionOf(value);
      const parameter = fn?.parameters[index];
      return parameter ? [parameter] : [];
    });
    if (parameters.length > 0) return inObject ? { open: call } : this.#parameter(parameters, call);
    const name = ts.isPropertyAccessExpression(callee) ? callee.name.text : callee.getText();
    return deferring.has(name) ? { open: call } : this.#at(call);
  }

  /** The function is guarded when each place that calls the parameter is, or else this call is. */
  #parameter(parameters: readonly ts.ParameterDeclaration[], call: ts.Node): Answer {
    let found: Answer = 'neutral';
    for (const parameter of parameters) {
      if (this.#underWay.has(parameter)) continue;
      this.#underWay.add(parameter);
      const answer = this.#ofUses(this.#evaluator.uses.ofDeclaration(parameter), parameter);
      this.#underWay.delete(parameter);
      if (answer === undefined) return this.#at(call);
      if (answer !== 'neutral') found = answer;
    }
    return found;
  }

  /** `undefined`: some use of the parameter is guarded no better than the call that it came with. */
  #ofUses(uses: readonly Use[], parameter: ts.ParameterDeclaration): Answer | undefined {
    if (uses.length === 0) return undefined;
    let found: Answer = 'neutral';
    for (const use of uses) {
      const answer = use.kind === 'called' ? this.#inside(use.call, parameter.parent) : this.#use(use);
      if (answer === undefined || isOpen(answer)) return undefined;
      if (answer !== 'neutral') found = answer;
    }
    return found;
  }

  /** Guarded between a node and the function around it, whoever calls that function. */
  #inside(node: ts.Node, boundary: ts.Node): Answer | undefined {
    const fn = functionAround(node);
    return !fn || fn === boundary ? undefined : this.#around(fn, node);
  }
}

function functionOf(value: { readonly kind: string; readonly node?: ts.Node }): FunctionNode | undefined {
  return value.kind === 'function' ? (value.node as FunctionNode) : undefined;
}
