import ts from 'typescript';
import { libraryOf } from './libraries/index.ts';
import { packageOf } from './types.ts';

/** Tells what cannot be an outgoing call, by where it is declared; most calls of a code base are of this kind. */
export class Foreign {
  readonly #program: ts.Program;
  readonly #checker: ts.TypeChecker;
  readonly #known = new Map<ts.Declaration, boolean>();

  constructor(program: ts.Program) {
    this.#program = program;
    this.#checker = program.getTypeChecker();
  }

  /** Whether a called method belongs to the language, or to a package that the audit has no table of. */
  isMethod(callee: ts.Expression): boolean {
    if (!ts.isPropertyAccessExpression(callee) || callee.name.text === 'fetch') return false;
    const declarations = this.#checker.getSymbolAtLocation(callee.name)?.declarations ?? [];
    return declarations.length > 0 && declarations.every((one) => this.#isForeign(one));
  }

  #isForeign(declaration: ts.Declaration): boolean {
    let known = this.#known.get(declaration);
    if (known === undefined) {
      known = this.#isElsewhere(declaration.getSourceFile()) && !isOfLibrary(declaration);
      this.#known.set(declaration, known);
    }
    return known;
  }

  #isElsewhere(file: ts.SourceFile): boolean {
    if (!file.isDeclarationFile) return false;
    return this.#program.isSourceFileDefaultLibrary(file) || file.fileName.includes('/node_modules/');
  }
}

/** Where the libraries have methods from that they do not declare themselves: `send` of an AWS client is Smithy's. */
const families =
  /^(@smithy|@aws|@aws-sdk|@aws-crypto|@google-cloud|@redis|@nats-io|@ounce)\/|^google-gax$|^gaxios$/;

function isOfLibrary(declaration: ts.Declaration): boolean {
  const specifier = packageOf(declaration);
  return specifier !== undefined && (libraryOf(specifier) !== undefined || families.test(specifier));
}
