import type * as TypeScript from 'typescript';
import type { CompilerProblem } from './messages';

/** What a check of one project came to. */
export interface ProjectCheck {
  readonly problems: readonly CompilerProblem[];
  /** Files that were looked at. */
  readonly checked: readonly string[];
  /** Configurations that it refers to. */
  readonly references: readonly string[];
}

interface ParsedFile {
  readonly text: string;
  readonly how: string;
  readonly file: TypeScript.SourceFile;
}

/** What the sources of a referenced project need to stand in for what it would be built to. Declared by no version, known to all since 3.7. */
type ReferringHost = TypeScript.CompilerHost & { useSourceOfProjectReferenceRedirect(): boolean };
type ReferringProgram = TypeScript.Program & { isSourceOfProjectReferenceRedirect?(file: string): boolean };

/**
 * What one configuration takes in, checked as the compiler's own command would. Kept from one check to the next: a file whose text is
 * the same is not parsed again, and one that nothing it depends on has changed for is not checked again.
 */
export class Project {
  private builder: TypeScript.SemanticDiagnosticsBuilderProgram | undefined;
  private readonly parsed = new Map<string, ParsedFile>();

  constructor(
    private readonly ts: typeof TypeScript,
    private readonly system: TypeScript.System,
    private readonly configuration: string,
  ) {}

  check(): ProjectCheck {
    const { ts, system, configuration } = this;
    const unreadable: TypeScript.Diagnostic[] = [];
    const parsed = ts.getParsedCommandLineOfConfigFile(configuration, undefined, {
      ...system,
      onUnRecoverableConfigFileDiagnostic: (diagnostic) => void unreadable.push(diagnostic),
    });
    if (!parsed) return { problems: this.told(unreadable), checked: [], references: [] };
    const references = (parsed.projectReferences ?? []).map((reference) => ts.resolveProjectReferencePath(reference));
    // A list of other projects has nothing of its own.
    if (parsed.fileNames.length === 0 && references.length > 0) return { problems: [], checked: [], references };
    this.builder = ts.createSemanticDiagnosticsBuilderProgram(
      parsed.fileNames,
      parsed.options,
      this.host(parsed.options),
      this.builder,
      ts.getConfigFileParsingDiagnostics(parsed),
      parsed.projectReferences,
    );
    const { builder } = this;
    const program: ReferringProgram = builder.getProgram();
    const files = program.getSourceFiles().filter(
      (file) =>
        !program.isSourceFileFromExternalLibrary(file) &&
        !program.isSourceFileDefaultLibrary(file) &&
        // Its own project checks it, by its own rules.
        !program.isSourceOfProjectReferenceRedirect?.(file.fileName),
    );
    const checked = files.map(({ fileName }) => fileName);
    // In the order of the compiler's command, which says no more of a project that it can't read.
    const first = [...builder.getConfigFileParsingDiagnostics(), ...builder.getSyntacticDiagnostics()];
    if (first.some(({ category }) => category === ts.DiagnosticCategory.Error))
      return { problems: this.told(first), checked, references };
    const all = [
      ...builder.getOptionsDiagnostics(),
      ...builder.getGlobalDiagnostics(),
      ...builder.getSemanticDiagnostics(),
      ...(parsed.options.declaration || parsed.options.composite
        ? files.flatMap((file) => program.getDeclarationDiagnostics(file))
        : []),
    ];
    return { problems: this.told(all), checked, references };
  }

  private host(options: TypeScript.CompilerOptions): TypeScript.CompilerHost {
    const plain = this.ts.createIncrementalCompilerHost(options, this.system);
    const host: ReferringHost = {
      ...plain,
      // What an import found before says nothing of what it finds now.
      hasInvalidatedResolutions: () => true,
      useSourceOfProjectReferenceRedirect: () => true,
      getSourceFile: (path, how, onError, isFresh) => this.sourceFile(plain, path, how, onError, isFresh),
    };
    return host;
  }

  private sourceFile(
    plain: TypeScript.CompilerHost,
    ...[path, how, onError]: Parameters<TypeScript.CompilerHost['getSourceFile']>
  ): TypeScript.SourceFile | undefined {
    const text = plain.readFile(path);
    const key = JSON.stringify(typeof how === 'object' ? [how.languageVersion, how.impliedNodeFormat] : [how]);
    const before = this.parsed.get(path);
    if (before && before.text === text && before.how === key) return before.file;
    const file = plain.getSourceFile(path, how, onError);
    if (file && text !== undefined) this.parsed.set(path, { text, how: key, file });
    else this.parsed.delete(path);
    return file;
  }

  private told(diagnostics: readonly TypeScript.Diagnostic[]): readonly CompilerProblem[] {
    const { ts } = this;
    return diagnostics
      .filter(({ category }) => category === ts.DiagnosticCategory.Error)
      .map(({ file, start, code, messageText }) => {
        const at = file?.getLineAndCharacterOfPosition(start ?? 0) ?? { line: 0, character: 0 };
        const message = ts.flattenDiagnosticMessageText(messageText, '\n');
        const path = file?.fileName ?? this.configuration;
        return { file: path, line: at.line + 1, column: at.character + 1, code, message };
      });
  }
}
