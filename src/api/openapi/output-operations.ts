import { z } from 'zod';
import * as outputs from '../contract/outputs.ts';
import type { OperationGroup } from './operation.ts';

export const outputOperations: OperationGroup = {
  title: 'Outputs',
  summary: 'Where alerts go, how that goes, and what was refused.',
  operations: [
    {
      method: 'get',
      path: '/outputs',
      summary: 'Every output with its health',
      role: 'viewer',
      answer: outputs.outputs,
    },
    {
      method: 'get',
      path: '/outputs/{name}',
      summary: 'One output with its options, secrets hidden',
      role: 'viewer',
      answer: outputs.outputDetail,
    },
    {
      method: 'post',
      path: '/outputs/{name}/test',
      summary: 'Sends the test alert to it, at once',
      role: 'responder',
      answer: outputs.testResult,
    },
    {
      method: 'post',
      path: '/outputs/{name}/pause',
      summary: 'Sends nothing more to it; alerts wait',
      role: 'responder',
      answer: z.unknown(),
    },
    {
      method: 'post',
      path: '/outputs/{name}/resume',
      summary: 'Goes on where it was paused',
      role: 'responder',
      answer: z.unknown(),
    },
    {
      method: 'get',
      path: '/output-types',
      summary: 'What there is to configure',
      role: 'viewer',
      answer: outputs.outputTypes,
    },
    {
      method: 'get',
      path: '/output-types/{id}',
      summary: 'The options of a type',
      role: 'viewer',
      answer: outputs.outputType,
    },
    {
      method: 'post',
      path: '/output-types/{id}/preview',
      summary: 'The message for an alert by these options; nothing is sent',
      role: 'viewer',
      body: outputs.previewBody,
      answer: outputs.preview,
    },
    {
      method: 'get',
      path: '/dead-letters',
      summary: 'Alerts that an output refused for good',
      role: 'viewer',
      query: outputs.deadLettersQuery,
      answer: outputs.deadLetters,
    },
    {
      method: 'get',
      path: '/dead-letters/reasons',
      summary: 'How many, by output and reason',
      role: 'viewer',
      answer: outputs.deadLetterReasons,
    },
    {
      method: 'post',
      path: '/dead-letters/redrive',
      summary: 'Sends them again',
      role: 'responder',
      body: outputs.deadLetterSelection,
      answer: z.object({ redriven: z.int() }),
    },
    {
      method: 'post',
      path: '/dead-letters/drop',
      summary: 'Gives them up',
      role: 'responder',
      body: outputs.deadLetterSelection,
      answer: z.object({ dropped: z.int() }),
    },
  ],
};
