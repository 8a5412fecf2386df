import type { z } from 'zod';
import type { Role } from '../contract/common.ts';

/** One thing that the API does, for its description. */
export interface Operation {
  readonly method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  /** Below `/api/v1`, parameters in braces. */
  readonly path: string;
  readonly summary: string;
  /** Who may, at least. */
  readonly role: Role | 'everybody' | 'ingest';
  readonly query?: z.ZodType;
  readonly body?: z.ZodType;
  /** What is answered as JSON; nothing that has a schema without it. */
  readonly answer?: z.ZodType;
  /** Otherwise 200. */
  readonly status?: 201;
  /** Of the answer, where it is not JSON. */
  readonly contentType?: string;
}

/** What belongs together. */
export interface OperationGroup {
  readonly title: string;
  readonly summary: string;
  readonly operations: readonly Operation[];
}
