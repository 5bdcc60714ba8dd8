import ts from 'typescript';
import type { Evaluator } from './evaluator.ts';
import { libraryOf } from './libraries/index.ts';
import { shapeValue, type Value } from './value.ts';

/** Finds what module specifiers lead to: a library that the audit knows, or a file of the code base. */
export class Modules {
  readonly #program: ts.Program;
  readonly #checker: ts.TypeChecker;
  readonly #found = new Map<string, ts.SourceFile | undefined>();

  constructor(program: ts.Program) {
    this.#program = program;
    this.#checker = program.getTypeChecker();
  }

  /** A file of the code base; `undefined` for packages, whatever is installed of them. */
  fileOf(specifier: string, from: ts.SourceFile): ts.SourceFile | undefined {
    const key = `${from.fileName}\n${specifier}`;
    if (!this.#found.has(key)) this.#found.set(key, this.#resolve(specifier, from.fileName));
    return this.#found.get(key);
  }

  symbolOf(file: ts.SourceFile): ts.Symbol | undefined {
    return this.#checker.getSymbolAtLocation(file);
  }

  #resolve(specifier: string, from: string): ts.SourceFile | undefined {
    const options = this.#program.getCompilerOptions();
    const { resolvedModule } = ts.resolveModuleName(specifier, from, options, ts.sys);
    // In a workspace a library may be a folder next door; its name still says what it is.
    if (resolvedModule?.isExternalLibraryImport && libraryOf(specifier)) return undefined;
    const file = resolvedModule && this.#program.getSourceFile(resolvedModule.resolvedFileName);
    return file && isOwnFile(file) ? file : undefined;
  }
}

export function isOwnFile(file: ts.SourceFile): boolean {
  return !file.isDeclarationFile && !file.fileName.includes('/node_modules/');
}

/** What `name` of a module is; `*` is the whole of it. */
export function exportOf(
  evaluator: Evaluator,
  specifier: string,
  from: ts.SourceFile,
  name: string,
): Value[] {
  const file = evaluator.modules.fileOf(specifier, from);
  if (file) return name === '*' ? [{ kind: 'module', file }] : memberOfFile(evaluator, file, name);
  const library = libraryOf(specifier);
  if (!library) return [];
  const module = shapeValue(library.module(specifier), library.name, library.name);
  if (name === '*') return [module];
  const member = module.shape.member?.(name);
  if (member)
    return [shapeValue(member, library.name, name === 'default' ? library.name : `${library.name}.${name}`)];
  return name === 'default' ? [module] : [];
}

/** What a file of the code base exports under a name, through re-exports and in both module systems. */
export function memberOfFile(evaluator: Evaluator, file: ts.SourceFile, name: string): Value[] {
  const symbol = evaluator.modules.symbolOf(file);
  const exported = symbol?.exports;
  if (!exported) return [];
  const whole = exported.get(ts.InternalSymbolName.ExportEquals);
  if (whole) {
    const values = evaluator.ofSymbol(whole);
    return name === 'default' ? values : evaluator.member(values, name);
  }
  const own = exported.get(ts.escapeLeadingUnderscores(name));
  if (own) return evaluator.ofSymbol(own);
  const starred = exported.get(ts.InternalSymbolName.ExportStar)?.declarations ?? [];
  const found = starred.flatMap((declaration) => {
    const specifier = (declaration as ts.ExportDeclaration).moduleSpecifier;
    return specifier && ts.isStringLiteral(specifier) ? evaluator.exported(specifier.text, file, name) : [];
  });
  // A CommonJS file that is imported by default is given as a whole.
  return found.length === 0 && name === 'default' ? [{ kind: 'module', file }] : found;
}

/** What an import, or a re-export, brings in. */
export function ofAlias(evaluator: Evaluator, declaration: ts.Node): Value[] {
  const from = declaration.getSourceFile();
  if (ts.isImportEqualsDeclaration(declaration)) {
    const reference = declaration.moduleReference;
    if (!ts.isExternalModuleReference(reference)) return evaluator.ofEntityName(reference);
    const { expression } = reference;
    return ts.isStringLiteralLike(expression) ? evaluator.exported(expression.text, from, '*') : [];
  }
  if (ts.isExportSpecifier(declaration) && !declaration.parent.parent.moduleSpecifier) {
    const symbol = evaluator.checker.getExportSpecifierLocalTargetSymbol(declaration);
    return symbol ? evaluator.ofSymbol(symbol) : [];
  }
  const wanted = wantedName(declaration);
  const specifier = specifierAround(declaration);
  return wanted !== undefined && specifier !== undefined ? evaluator.exported(specifier, from, wanted) : [];
}

/** The name that an import asks for at its module. */
export function wantedName(declaration: ts.Node): string | undefined {
  if (ts.isImportClause(declaration)) return 'default';
  if (ts.isNamespaceImport(declaration) || ts.isNamespaceExport(declaration)) return '*';
  if (ts.isImportSpecifier(declaration) || ts.isExportSpecifier(declaration))
    return (declaration.propertyName ?? declaration.name).text;
  return undefined;
}

export function specifierAround(declaration: ts.Node): string | undefined {
  let node: ts.Node | undefined = declaration;
  while (node && !ts.isImportDeclaration(node) && !ts.isExportDeclaration(node)) node = node.parent;
  const specifier = node?.moduleSpecifier;
  return specifier && ts.isStringLiteral(specifier) ? specifier.text : undefined;
}
