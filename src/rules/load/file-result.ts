import { deprecatedFields, errorTexts, type ErrorCode, warningTexts, type WarningCode } from './load-codes.ts';
import { fileContext, type LoadContext } from './load-context.ts';

export interface LoadError {
  readonly code: ErrorCode;
  readonly message: string;
  readonly context: LoadContext;
}

export interface LoadWarning {
  readonly code: WarningCode;
  readonly message: string;
  readonly context: LoadContext;
  readonly deprecatedField?: string;
}

/** What became of one file, and of those before it that it was compiled with. */
export interface FileResult {
  readonly name: string;
  readonly isSuccessful: boolean;
  /** One text per document, `ok` where it follows the schema; none if the file could not be read. */
  readonly schemaStatus: readonly string[];
  readonly errors: readonly LoadError[];
  readonly warnings: readonly LoadWarning[];
}

/** Ends the loading of a file. */
export class RuleLoadError extends Error {
  override readonly name = 'RuleLoadError';
  readonly code: ErrorCode;
  readonly context: LoadContext;

  constructor(code: ErrorCode, message: string, context: LoadContext) {
    super(message);
    this.code = code;
    this.context = context;
  }
}

/** Collects what is to be said of a file. */
export class Findings {
  readonly warnings: LoadWarning[] = [];

  warn(code: WarningCode, message: string, context: LoadContext): void {
    this.warnings.push({ code, message, context });
  }

  deprecated(field: string, message: string, context: LoadContext): void {
    this.warnings.push({ code: 'LOAD_DEPRECATED_ITEM', message, context, deprecatedField: field });
  }
}

/** The result of a file that could not be read; the reading is done elsewhere. */
export function unreadableFile(name: string, message: string): FileResult {
  const error = { code: 'LOAD_ERR_FILE_READ', message, context: fileContext(name) } as const;
  return { name, isSuccessful: false, schemaStatus: [], errors: [error], warnings: [] };
}

export function errorText(code: ErrorCode): string {
  return errorTexts[code];
}

export function shortText({ code, deprecatedField }: LoadWarning): string {
  const text = warningTexts[code].short;
  return deprecatedField === undefined ? text : `${text}: field '${deprecatedField}'`;
}

export function longText({ code, deprecatedField }: LoadWarning): string {
  const text = warningTexts[code].long;
  return deprecatedField === undefined ? text : `${text}: ${deprecatedFields.get(deprecatedField) ?? ''}`;
}
